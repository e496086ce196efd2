import { texts } from './texts-de.js';
import { start } from './main.js';

start(texts);
