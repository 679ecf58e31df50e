import { spawnSync } from 'node:child_process';
import { VERSIONS } from '../versions.ts';
import { Missing } from './missing.ts';

const PROBE = 'import ensurepip, sys, venv; print(*sys.version_info[:2])';

/** The command of a Python that can make virtual environments; of its version, `3.11`. */
export function findPython(env: NodeJS.ProcessEnv = process.env): { command: string; version: string } {
  const { stdout } = spawnSync('python3', ['-c', PROBE], { env, encoding: 'utf8' });
  const [major, minor] = (stdout ?? '').trim().split(' ').map(Number);
  if (major === 3 && minor !== undefined && minor >= VERSIONS.pythonMinor) {
    return { command: 'python3', version: `${major}.${minor}` };
  }
  throw new Missing(
    `moto needs Python 3.${VERSIONS.pythonMinor} or newer with venv as python3 on PATH: install it ` +
      '(Debian and Ubuntu: apt-get install python3 python3-venv).',
  );
}
