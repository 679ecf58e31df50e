import { startKeeper } from '../keep/keep.ts';

/** Keeps a program that is deaf to SIGTERM and has a child of its own; then ends as its argument says. */
const [how, folder = ''] = process.argv.slice(2);
const STUBBORN = `
  process.on('SIGTERM', () => undefined);
  require('node:child_process').spawn('sleep', ['600'], { stdio: 'ignore' });
  setInterval(() => undefined, 1000);
`;
const keeper = startKeeper();
keeper.remove(`${folder}/data`);
const job = { command: process.execPath, args: ['-e', STUBBORN], env: { PATH: process.env.PATH ?? '' } };
await keeper.start('stubborn', { ...job, cwd: folder, log: `${folder}/log` });
process.stdin.once('data', () => {
  if (how === 'throw') throw new Error('as asked');
  if (how === 'reject') void Promise.reject(new Error('as asked'));
  if (how === 'exit') process.exit();
  if (how === 'stop') void keeper.stop().then(() => process.exit());
});
process.stdout.write('up\n');
