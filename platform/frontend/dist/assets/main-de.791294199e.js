import { texts } from './texts-de.3a06210e74.js';
import { start } from './main.93307dc182.js';
start(texts);
