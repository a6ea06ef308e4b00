//! Writes what the readers accept to where cargo-fuzz begins from.

use std::{fs, io, path::Path};

use testing::readers::READERS;

fn main() -> io::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    for reader in READERS {
        let folder = corpus.join(reader.name);
        fs::create_dir_all(&folder)?;
        for (number, seed) in (reader.seeds)().into_iter().enumerate() {
            fs::write(folder.join(format!("seed-{number}")), seed)?;
        }
    }
    Ok(())
}
