//! What another process has used so far.

use std::{io, time::Duration};

use nix::{time::clock_getcpuclockid, unistd::Pid};

/// CPU time of a whole process, threads that have ended included, by the kernel's nanosecond clock.
pub(crate) fn cpu_time(process: u32) -> io::Result<Duration> {
    let process = i32::try_from(process).map_err(io::Error::other)?;
    Ok(clock_getcpuclockid(Pid::from_raw(process))?.now()?.into())
}

/// The most memory it ever had in use, in bytes (`VmHWM`).
pub(crate) fn peak_memory(process: u32) -> io::Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB"));
    let kilobytes: u64 =
        peak.and_then(|text| text.trim().parse().ok()).ok_or_else(|| io::Error::other("no VmHWM"))?;
    Ok(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_shows() {
        let myself = std::process::id();
        let before = cpu_time(myself).unwrap();
        let mut sum = 0_u64;
        while cpu_time(myself).unwrap() < before + Duration::from_millis(5) {
            sum = std::hint::black_box(sum.wrapping_mul(31).wrapping_add(1));
        }
        assert!(peak_memory(myself).unwrap() > 100_000);
    }
}
