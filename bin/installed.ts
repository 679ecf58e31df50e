#!/usr/bin/env node
import { isNodeNewEnough } from './node-version.ts';

// What `bin` of the package names. It imports nothing: a module that imports a part of Node has the whole of it
// loaded, lazy corners included, and older versions of Node lack what the rest needs.
if (isNodeNewEnough()) {
  process.getBuiltinModule('node:module').createRequire(import.meta.url)('./launch.cjs');
}
