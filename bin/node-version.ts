/** Says so, and ends with 2, where Node is too old for the rest to load. */
export function isNodeNewEnough(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return true;
  process.stderr.write(
    `sluice needs Node 22.18 or newer, and this is ${process.versions.node}: install a newer Node, or run it through npm in a clone.\n`,
  );
  process.exitCode = 2;
  return false;
}
