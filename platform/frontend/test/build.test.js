import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = mkdtempSync(join(tmpdir(), 'velmo-site-'));
after(() => rmSync(folder, { recursive: true }));
const kCommit = '0123456789abcdef0123456789abcdef01234567';
const built = spawnSync(process.execPath, [fileURLToPath(new URL('../build.mjs', import.meta.url)), folder],
  { encoding: 'utf8', env: { ...process.env, CODEBUILD_RESOLVED_SOURCE_VERSION: kCommit } });
const read = (path) => readFileSync(join(folder, path), 'utf8');
const pages = ['index.html', 'en/index.html', 'all.html', 'en/all.html', '404.html'];

test('the build succeeds within the budget', () => {
  assert.equal(built.status, 0, built.stderr);
});

test('the commit is in version.json and in the footer', () => {
  assert.equal(JSON.parse(read('version.json')).commit, kCommit);
  assert.match(read('index.html'), /Version 01234567/);
});

test('everything that a page refers to is there', () => {
  for (const page of pages)
    for (const [, url] of read(page).matchAll(/(?:href|src|data-feed)="([^"#?][^"]*)"/g)) {
      const base = url.startsWith('/') ? url.slice(1) : join(page, '..', url);
      const file = base === '' || base.endsWith('/') || base === '.' || base === 'en' ? join(base, 'index.html') : base;
      assert.ok(existsSync(join(folder, file.split(/[?#]/)[0])), `${page} refers to ${url}`);
    }
  for (const name of readdirSync(join(folder, 'assets')).filter((one) => one.endsWith('.js')))
    for (const [, needed] of read(`assets/${name}`).matchAll(/from '\.\/([^']+)'/g)) assert.ok(existsSync(join(folder, 'assets', needed)), `${name} imports ${needed}`);
});

test('no inline script or style, no other host', () => {
  for (const page of pages) {
    const text = read(page);
    assert.doesNotMatch(text, /<style|\sstyle=|\son\w+=|<script(?![^>]*src=)/, page);
    assert.doesNotMatch(text, /(?:href|src)="(?:https?:)?\/\//, page);
    assert.match(text, /Content-Security-Policy" content="default-src 'none'/);
    assert.doesNotMatch(text, /\{\{|undefined|\[object/, page);
  }
});

test('the list is there without script: the first page of messages, and all of them on the full list', () => {
  for (const [page, language] of [['index.html', 'de'], ['en/index.html', 'en']]) {
    assert.match(read(page), new RegExp(`<html lang="${language}"`));
    assert.equal(read(page).match(/<article /g).length, 20);
    assert.equal(read(page.replace('index', 'all')).match(/<article /g).length, JSON.parse(read('version.json')).disruptions);
  }
  assert.match(read('index.html'), /Vollsperrung|Glatteis|Ersatzverkehr/);
});

test('ids on a page are unique', () => {
  for (const page of pages) {
    const ids = [...read(page).matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    assert.deepEqual(ids.filter((id, at) => ids.indexOf(id) !== at), [], page);
  }
});

test('every line colour is in the style sheet, with enough contrast to its number', () => {
  const style = readFileSync(new URL('../src/style.css', import.meta.url), 'utf8');
  const { lines } = JSON.parse(readFileSync(new URL('../data/disruptions.json', import.meta.url), 'utf8'));
  const luminance = (hex) => {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  for (const color of new Set(lines.map((line) => line.color))) {
    const [, back, , text = '#ffffff'] = style.match(new RegExp(`\\.c-${color} \\{ background: (#\\w{6});( color: (#\\w{6});)?`)) ?? [];
    assert.ok(back, `no colour ${color}`);
    const [light, dark] = [luminance(text), luminance(back)].sort((a, b) => b - a);
    assert.ok((light + 0.05) / (dark + 0.05) >= 4.5, `${color} is too weak`);
  }
});
