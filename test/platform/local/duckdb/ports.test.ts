import { describe } from 'vitest';
import { catalogConforms } from '../../../conformance/ports/catalog.ts';
import { engineConforms } from '../../../conformance/ports/engine.ts';
import { localData } from '../../../conformance/ports/local-world.ts';

describe('DuckDB as catalog', () => catalogConforms(localData));
describe('DuckDB as engine', () => engineConforms(localData));
