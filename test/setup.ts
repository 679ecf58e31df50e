import fc from 'fast-check';

// CI repeats the same cases, so that a change is red for what it changed; elsewhere every run tries new ones.
if (process.env.CI) fc.configureGlobal({ seed: 20261121 });
