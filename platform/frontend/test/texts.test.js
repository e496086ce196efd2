import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { texts as de } from '../src/app/texts-de.js';
import { texts as en } from '../src/app/texts-en.js';
import { pageTexts } from '../src/page-texts.mjs';
import { counted, fill, fold, html } from '../src/app/wording.js';

const flat = (value, path = '') =>
  value !== null && typeof value === 'object' ? Object.entries(value).flatMap(([key, inner]) => flat(inner, `${path}.${key}`)) : [[path, value]];
const placeholders = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

for (const [name, first, second] of [['browser', de, en], ['page', pageTexts.de, pageTexts.en]]) {
  test(`${name} texts: both languages have the same keys, none empty, the same placeholders`, () => {
    const [german, english] = [new Map(flat(first)), new Map(flat(second))];
    assert.deepEqual([...german.keys()].sort(), [...english.keys()].sort());
    for (const [key, text] of german) {
      assert.ok(text.length > 0 && english.get(key).length > 0, `${key} is empty`);
      if (key !== '.period.day' && !key.endsWith('.one')) assert.deepEqual(placeholders(text), placeholders(english.get(key)), key);
    }
  });
}

test('every text that the code asks for exists, and none is left over', () => {
  const folder = new URL('../src/app/', import.meta.url);
  const code = readdirSync(folder).filter((name) => !name.startsWith('texts-')).map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  const asked = new Set([...code.matchAll(/\btexts\.(\w+)/g)].map(([, key]) => key));
  const templates = ['page.html', 'all.html', '404.html'].map((name) => readFileSync(new URL(`../src/${name}`, import.meta.url), 'utf8')).join('') + readFileSync(new URL('../build.mjs', import.meta.url), 'utf8');
  for (const key of asked) assert.ok(key in de, `texts.${key} is missing`);
  for (const key of Object.keys(de)) assert.ok(asked.has(key), `texts.${key} is not used`);
  for (const key of Object.keys(pageTexts.de)) assert.ok(new RegExp(`\\{\\{(en\\.)?${key}\\}\\}|texts\\.${key}\\b`).test(templates), `page text ${key} is not used`);
});

test('German texts are not left in the English ones', () => {
  for (const [key, text] of [...flat(en), ...flat(pageTexts.en)]) assert.doesNotMatch(text, /[äöüß„]|\b(und|der|die|das|nicht|Uhr)\b/, key);
});

test('plural, placeholders and folding', () => {
  assert.equal(counted(de.results, 1), '1 Meldung');
  assert.equal(counted(de.results, 0), '0 Meldungen');
  assert.equal(counted(en.results, 12), '12 messages');
  assert.equal(fill('{a} – {b}', { a: 1 }), '1 – {b}');
  assert.equal(fold('Großsteingräber'), fold('GROSSSTEINGRAEBER'));
});

test('markup escapes every value', () => {
  assert.equal(String(html`<b title="${'"><script>'}">${['<i>', html`<u>${'&'}</u>`, false, null]}</b>`), '<b title="&quot;&gt;&lt;script&gt;">&lt;i&gt;<u>&amp;</u></b>');
});
