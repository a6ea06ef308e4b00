/** "0:52", "1:04:09": as clocks count. */
export function duration(seconds: number): string {
  const two = (value: number) => value.toString().padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours.toString()}:${two(minutes)}:${rest}` : `${minutes.toString()}:${rest}`;
}
