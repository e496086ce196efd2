import { texts } from './texts-en.0277db09e6.js';
import { start } from './main.93307dc182.js';
start(texts);
