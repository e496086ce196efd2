// Builds dist/: both languages pre-rendered, assets named by their content. Node only, no packages.
//   node build.mjs [output directory]
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fill, counted, html } from './src/app/wording.js';
import { localize, networkOf, inOrderOfUrgency, phaseOf } from './src/app/feed.js';
import { calendar } from './src/app/period.js';
import { noChoice } from './src/app/filter.js';
import { renderer, kPageSize } from './src/app/render.js';
import { texts as browserDe } from './src/app/texts-de.js';
import { texts as browserEn } from './src/app/texts-en.js';
import { pageTexts } from './src/page-texts.mjs';
import { problemsOf } from './src/schema.mjs';

const kBudgetBytes = 60 * 1024;
const here = dirname(fileURLToPath(import.meta.url));
const dist = process.argv[2] ?? join(here, 'dist');
const de = { ...browserDe, ...pageTexts.de };
const en = { ...browserEn, ...pageTexts.en };
const source = (name) => readFileSync(join(here, 'src', name), 'utf8');
const languages = { de: { texts: de, path: 'index.html', root: './' }, en: { texts: en, path: 'en/index.html', root: '../' } };
const commit = process.env.CODEBUILD_RESOLVED_SOURCE_VERSION || 'dev';
const version = commit === 'dev' ? 'dev' : commit.slice(0, 8);

const feed = JSON.parse(readFileSync(join(here, 'data', 'disruptions.json'), 'utf8'));
const problems = problemsOf(feed);
if (problems.length > 0) {
  console.error(`data/disruptions.json cannot be published:\n  ${problems.slice(0, 20).join('\n  ')}`);
  process.exit(1);
}

rmSync(dist, { recursive: true, force: true });
const write = (path, text) => {
  mkdirSync(dirname(join(dist, path)), { recursive: true });
  writeFileSync(join(dist, path), text);
  return path;
};
/** Writes assets/<name>.<hash>.<ending>, so that it can be cached for ever. */
const asset = (name, text) => {
  const [stem, ending] = [name.slice(0, name.lastIndexOf('.')), name.slice(name.lastIndexOf('.'))];
  return write(`assets/${stem}.${createHash('sha256').update(text).digest('hex').slice(0, 10)}${ending}`, text);
};

// ---- Modules: comments on lines of their own go, imports name the hashed files.
const modules = new Map();
function publish(name) {
  if (modules.has(name)) return modules.get(name).path;
  const needs = [];
  const code = source(`app/${name}`)
    .replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, '').replace(/^\s*\/\/.*\n/gm, '').replace(/\n{2,}/g, '\n').replace(/^ +/gm, '')
    .replace(/from '\.\/([\w-]+\.js)'/g, (_, needed) => {
      needs.push(needed);
      return `from './${publish(needed).replace('assets/', '')}'`;
    });
  modules.set(name, { path: asset(name, code), needs, size: Buffer.byteLength(code) });
  return modules.get(name).path;
}
const withNeeds = (name) => [name, ...modules.get(name).needs.flatMap(withNeeds)];

const style = source('style.css').replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s*\n\s*/g, '\n').trim()
  .replace(/([:,;{]) /g, '$1').replace(/ \{/g, '{').replace(/;? ?\}/g, '}');
const styleUrl = asset('style.css', style);
const noScriptUrl = asset('noscript.css', source('noscript.css'));
const iconUrl = asset('icon.svg', source('icon.svg'));
const icons = source('icons.svg').trim();
const wordmark = source('wordmark.svg').trim();

/** Fills {{name}}; texts are escaped, markup from the build is not. A name without a value stops the build. */
function page(template, texts, markup) {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name) => {
    if (name in markup) return String(markup[name]);
    if (typeof texts[name] !== 'string') throw new Error(`the template asks for {{${name}}}`);
    return String(html`${texts[name]}`);
  });
}

const sizes = {};
for (const [language, { texts, path, root }] of Object.entries(languages)) {
  const other = language === 'de' ? 'en' : 'de';
  const own = localize(feed, language);
  const network = networkOf(own);
  const dates = calendar(texts, network.now, own.timeZone);
  const render = renderer({ network, texts, dates });
  const ordered = own.disruptions.filter((one) => phaseOf(one, network.now) !== 'over').sort(inOrderOfUrgency(network.now));
  const running = ordered.filter((one) => phaseOf(one, network.now) === 'now');
  const planned = ordered.filter((one) => phaseOf(one, network.now) === 'planned');
  const feedUrl = asset(`disruptions-${language}.json`, JSON.stringify(own));
  const scriptUrl = publish(`main-${language}.js`);
  const options = (names) => Object.entries(names).map(([id, name]) => html`<option value="${id}">${name}</option>`).join('');
  const asOf = dates.long(network.now);
  const languageLinks = (file) => ['de', 'en'].map((one) => {
    const url = one === language ? `./${file}` : `${root}${one === 'en' ? 'en/' : ''}${file}`;
    return html`<li><a href="${url}" hreflang="${one}" lang="${one}"${one === language && html` aria-current="true"`}>${one === 'de' ? 'Deutsch' : 'English'}</a></li>`;
  }).join('');
  const footer = html`<footer><div class="wrap"><p><strong>velmo</strong> · ${texts.footerAbout}<br>${texts.footerNote}</p><p>${texts.footerPrivacy}<br><a href="all.html">${texts.allLink}</a></p><p class="build">${fill(texts.version, { version })}<span id="environment" data-source="${root}environment.json"></span></p></div></footer>`;
  const common = {
    styleUrl: root + styleUrl, noScriptUrl: root + noScriptUrl, iconUrl: root + iconUrl, icons, wordmark, footer, homeUrl: './', allUrl: 'all.html',
    asOfText: html`${fill(texts.asOf, { moment: asOf })}`, countNow: running.length, countPlanned: planned.length, countAll: ordered.length,
  };
  const frame = (lists) => page(source('page.html'), texts, {
    ...common, ...lists,
    otherLanguage: other, otherUrl: `${root}${other === 'en' ? 'en/' : ''}`, languages: languageLinks(''),
    feedUrl: root + feedUrl, scriptUrl: root + scriptUrl,
    modulePreloads: [...new Set(withNeeds(`main-${language}.js`))].slice(1).map((name) => `<link rel="modulepreload" href="${root}${modules.get(name).path}">`).join('\n'),
    causeOptions: options(texts.causes), effectOptions: options(texts.effects),
    count: html`${counted(texts.results, running.length)}`, errorText: html`${fill(texts.errorText, { moment: asOf })}`,
    more: html`${counted(texts.more, Math.min(kPageSize, running.length - kPageSize))}`,
  });
  const lists = {
    tiles: render.tiles(running, []), board: render.board(running, noChoice()),
    cards: running.slice(0, kPageSize).map((one) => render.card(one, { permalink: (id) => `all.html#${id}` })).join('\n'),
  };
  write(path, frame(lists));
  const onThisPage = (id) => `#${id}`;
  write(path.replace('index', 'all'), page(source('all.html'), texts, {
    ...common, languages: languageLinks('all.html'),
    nowCards: running.map((one) => render.card(one, { permalink: onThisPage })).join('\n'),
    plannedCards: planned.map((one) => render.card(one, { permalink: onThisPage })).join('\n'),
  }));
  const script = [...new Set(withNeeds(`main-${language}.js`))].reduce((sum, name) => sum + modules.get(name).size, 0);
  const shell = Buffer.byteLength(frame({ tiles: '', board: '', cards: '' }));
  sizes[language] = { html: shell, css: Buffer.byteLength(style), js: script, total: shell + Buffer.byteLength(style) + script };
}

write('404.html', source('404.html').replace(/\{\{(en\.)?(\w+)\}\}/g, (_, english, name) =>
  ({ styleUrl: `/${styleUrl}`, iconUrl: `/${iconUrl}`, wordmark })[name] ?? String(html`${(english ? en : de)[name]}`)));
write('version.json', `${JSON.stringify({ version, commit, data: feed.generatedAt, disruptions: feed.disruptions.length }, null, 2)}\n`);
write('robots.txt', 'User-agent: *\nDisallow: /\n');

for (const [language, { html: page, css, js, total }] of Object.entries(sizes)) {
  console.log(`${language}: html ${page} + css ${css} + js ${js} = ${total} of ${kBudgetBytes} bytes`);
  if (total > kBudgetBytes) {
    console.error(`The page in ${language} is over its budget.`);
    process.exit(1);
  }
}
console.log(`version ${version}, ${feed.disruptions.length} disruptions → ${dist}`);
