import { texts } from './texts-en.js';
import { start } from './main.js';

start(texts);
