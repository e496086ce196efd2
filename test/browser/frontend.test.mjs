// The disruption page in a real browser. Builds and serves platform/frontend on loopback, or takes a site that is up: SITE_URL.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { accessibilityProblems } from './accessibility.mjs';
import { startChromium } from './chromium.mjs';

const frontend = process.env.FRONTEND_FOLDER ?? fileURLToPath(new URL('../../platform/frontend', import.meta.url));
let browser, site, folder;

before(async () => {
  browser = await startChromium();
  if (process.env.SITE_URL) {
    site = { url: process.env.SITE_URL.replace(/\/$/, ''), close: async () => {} };
    return;
  }
  folder = mkdtempSync(join(tmpdir(), 'velmo-browser-'));
  execFileSync(process.execPath, [join(frontend, 'build.mjs'), folder], { env: { ...process.env, CODEBUILD_RESOLVED_SOURCE_VERSION: 'feedc0de'.repeat(5) } });
  const { serve } = await import(join(frontend, 'tools/serve.mjs'));
  site = await serve(folder, 0, { '/environment.json': '{"environment":"staging"}' });
});
after(async () => {
  await browser?.close();
  await site?.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** Opens a page, hands it to the test, and demands that nothing was logged as an error and nothing was asked of another host. */
async function visit(path, options, examine) {
  const { allowErrors = false, prepare, ...contextOptions } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'de-DE', ignoreHTTPSErrors: true, ...contextOptions });
  try {
    const page = await context.newPage();
    const errors = [];
    const foreign = [];
    page.on('console', (message) => { if (message.type() === 'error' && !/environment\.json/.test(message.location().url)) errors.push(message.text()); });
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('request', (request) => { if (!request.url().startsWith(site.url)) foreign.push(request.url()); });
    await prepare?.(page);
    await page.goto(site.url + path);
    if (contextOptions.javaScriptEnabled !== false && !allowErrors) await page.locator('html.ready').waitFor();
    await examine(page, context);
    if (!allowErrors) assert.deepEqual(errors, []);
    assert.deepEqual(foreign, []);
  } finally {
    await context.close();
  }
}
const headline = (page) => page.locator('#count').textContent();
const countOf = async (page) => Number((await headline(page)).match(/\d+/)[0]);
const published = async (page) => (await (await page.request.get(`${site.url}/version.json`)).json()).disruptions;
const queryOf = (page) => decodeURIComponent(new URL(page.url()).search);

test('the start page shows what runs now, by severity', () => visit('/', {}, async (page) => {
  assert.equal(await page.title(), 'Fährt mein Bus? Störungen und Umleitungen im Velmland | velmo');
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  const total = await countOf(page);
  assert.ok(total > 80);
  assert.equal(await page.locator('.card').count(), 20);
  assert.equal(await page.locator('.card').first().locator('.kind b').textContent(), 'Schwere Störung');
  const tiles = (await page.locator('.tile b').allTextContents()).slice(0, 3).map(Number);
  assert.equal(tiles.reduce((sum, one) => sum + one), total);
  await page.locator('#more').click();
  assert.equal(await page.locator('.card').count(), 40);
}));

test('the first paint has the messages before any script or data', () => visit('/', { javaScriptEnabled: false }, async (page) => {
  assert.equal(await page.locator('.card').count(), 20);
  assert.equal(await page.locator('#search').isVisible(), false);
  assert.equal(await page.locator('#board').isVisible(), false);
  const first = page.locator('.card').first();
  assert.equal(await first.locator('.body').isVisible(), false);
  await first.locator('summary').click();
  assert.equal(await first.locator('.body').isVisible(), true);
  await page.locator('.notice:not(.failure) a').first().click();
  await page.waitForURL(/all\.html$/);
  assert.equal(await page.locator('.card').count(), await published(page));
}));

test('drawing with the data changes nothing that the build has drawn', () => visit('/', { javaScriptEnabled: false }, async (page) => {
  const still = await page.locator('.card h3, .card .period, #tiles, #board').allTextContents();
  await visit('/', {}, async (live) => assert.deepEqual(await live.locator('.card h3, .card .period, #tiles, #board').allTextContents(), still));
}));

test('a line is chosen on the board, shown as a chip, kept in the URL and taken away again', () => visit('/', {}, async (page) => {
  const all = await countOf(page);
  const line = page.locator('#board button[data-value="302"]');
  await line.click();
  assert.equal(queryOf(page), '?line=302');
  assert.equal(await line.getAttribute('aria-pressed'), 'true');
  assert.ok(await countOf(page) < all);
  for (const badges of await page.locator('.card > .badges').allTextContents()) assert.match(badges, /\b302\b/);
  assert.equal(await page.locator('#status').textContent(), await headline(page));
  await page.getByRole('button', { name: 'Filter entfernen: Linie 302' }).click();
  assert.equal(queryOf(page), '');
  assert.equal(await countOf(page), all);
  await page.goBack();
  assert.equal(queryOf(page), '?line=302');
  assert.ok(await countOf(page) < all);
}));

test('regions, severities, causes and effects narrow together', () => visit('/', {}, async (page) => {
  await page.locator('button.region[data-value=lohetal]').click();
  const inRegion = await countOf(page);
  await page.locator('button.tile.severe').click();
  const severe = await countOf(page);
  assert.ok(severe > 0 && severe < inRegion);
  assert.deepEqual(new Set(await page.locator('.kind b').allTextContents()), new Set(['Schwere Störung']));
  await page.locator('#cause').selectOption('weather');
  assert.ok(await countOf(page) <= severe);
  assert.equal(queryOf(page), '?region=lohetal&severity=severe&cause=weather');
  await page.locator('#effect').selectOption('accessibility');
  assert.equal(await countOf(page), 0);
  assert.match(await page.locator('.empty h3').textContent(), /Keine Meldung gefunden/);
  await page.locator('.empty [data-clear]').click();
  assert.equal(queryOf(page), '');
}));

test('now, planned and all add up', () => visit('/', {}, async (page) => {
  const now = await countOf(page);
  await page.getByRole('radio', { name: /Geplant/ }).check();
  const planned = await countOf(page);
  assert.equal(queryOf(page), '?when=planned');
  await page.getByRole('radio', { name: /Alle/ }).check();
  assert.equal(await countOf(page), now + planned);
  assert.equal(now + planned, await published(page));
}));

test('the search field suggests lines, stops and regions and works by keyboard alone', () => visit('/', {}, async (page) => {
  const field = page.getByRole('combobox', { name: /Linie, Haltestelle/ });
  await field.focus();
  await page.keyboard.type('gruenrode müh');
  assert.equal(await field.getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('ArrowDown');
  const active = await field.getAttribute('aria-activedescendant');
  assert.match(await page.locator(`#${active}`).textContent(), /Grünrode, Mühle/);
  assert.deepEqual(await accessibilityProblems(page), []);
  await page.keyboard.press('Enter');
  assert.equal(queryOf(page), '?stop=gruenrode:muehle');
  assert.equal(await field.inputValue(), '');
  assert.equal(await field.evaluate((element) => element === document.activeElement), true);
  await page.keyboard.type('osterheide');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#suggestions').isVisible(), false);
  await page.keyboard.press('Escape');
  assert.equal(await field.inputValue(), '');
}));

test('free text finds messages; a line number alone chooses the line', () => visit('/', {}, async (page) => {
  const field = page.locator('#query');
  await field.fill('glatteis');
  await page.keyboard.press('Enter');
  assert.equal(queryOf(page), '?q=glatteis');
  for (const title of await page.locator('.card h3').allTextContents()) assert.match(title, /Glatteis/);
  await page.locator('.chip').click();
  await field.fill('Linie x1');
  await page.keyboard.press('Enter');
  assert.equal(queryOf(page), '?line=X1');
}));

test('a line without a message says so, and offers what is planned', () => visit('/?line=205', {}, async (page) => {
  assert.match(await page.locator('.empty').textContent(), /nach Fahrplan.*Linie 205/s);
  await page.locator('.empty [data-when=planned]').click();
  assert.equal(queryOf(page), '?when=planned&line=205');
  assert.ok(await countOf(page) > 0);
}));

test('a link to one message opens it, and broken links do no harm', async () => {
  await visit('/?when=all&q=Warnstreik', {}, async (page) => {
    await page.locator('summary').first().click();
    const link = page.locator('.source a').first();
    const target = await link.getAttribute('href');
    await link.click();
    await page.waitForURL((url) => url.href.endsWith(target));
    await page.locator('html.ready').waitFor();
    assert.equal(await page.locator('.card').count(), 1);
    assert.equal(await page.locator('.card .body').isVisible(), true);
    assert.match(await page.locator('.chip').getAttribute('aria-label'), /Meldung VM-/);
  });
  await visit('/?line=%3Cscript%3Ealert(1)%3C/script%3E&q=%3Cimg%20src=x%20onerror=alert(1)%3E&id=VM-0', {}, async (page) => {
    assert.equal(await countOf(page), 0);
    assert.equal(await page.locator('#chosen img, .empty img').count(), 0);
    assert.match(await page.locator('.chip').textContent(), /<img src=x/);
  });
});

test('the language switch keeps the choice', () => visit('/?line=3&when=all', {}, async (page) => {
  const german = await countOf(page);
  await page.getByRole('link', { name: 'English' }).click();
  await page.waitForURL(/\/en\//);
  await page.locator('html.ready').waitFor();
  assert.equal(new URL(page.url()).pathname, '/en/');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  assert.equal(await headline(page), `${german} messages`);
  assert.equal(await page.locator('h1').textContent(), 'Is my bus running?');
  assert.match(await page.locator('.period').first().textContent(), /today|Nov|Dec|Oct|yesterday/);
  await page.locator('summary').first().click();
  assert.ok(await page.locator('.body [lang=de]').count() > 0);
  await page.getByRole('link', { name: 'Deutsch' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await page.locator('html.ready').waitFor();
  assert.equal(queryOf(page), '?line=3&when=all');
}));

for (const width of [320, 375, 768, 1280])
  test(`nothing scrolls sideways at ${width} pixels, with everything open`, async () => {
    for (const path of ['/', '/en/?when=planned', '/all.html', '/?line=1,2,3,X1,301,401,N2&stop=velmstadt:hauptbahnhof&region=osterheide,kesselgrund&when=all']) {
      await visit(path, { viewport: { width, height: 800 }, ...(path === '/all.html' && { javaScriptEnabled: false }) }, async (page) => {
        if (path !== '/all.html') {
          for (const summary of await page.locator('summary').all()) await summary.click();
          if (width < 900) await page.locator('#network-toggle').click();
        }
        const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
        assert.ok(content <= window, `${path}: ${content} > ${window}`);
      });
    }
  });

test('on a phone the lines are behind a button', () => visit('/', { viewport: { width: 375, height: 800 }, hasTouch: true, isMobile: true }, async (page) => {
  assert.equal(await page.locator('#board').isVisible(), false);
  await page.getByRole('button', { name: 'Linien und Regionen wählen' }).tap();
  assert.equal(await page.locator('#board').isVisible(), true);
  await page.locator('#board button[data-value="5"]').tap();
  assert.equal(queryOf(page), '?line=5');
}));

test('every control is reached by Tab, in the order of the page, and shows its focus', () => visit('/?line=3', {}, async (page) => {
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  const seen = [];
  for (let step = 0; step < 70; step += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      const framed = [element, element.closest('.field'), element.nextElementSibling].filter(Boolean)
        .some((one) => getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) >= 2);
      return { key: element.id || element.dataset.value || element.name || element.localName, framed };
    });
    if (focus.key === 'body') break;
    assert.ok(focus.framed, `no focus frame on ${focus.key}`);
    seen.push(focus.key);
  }
  for (const key of ['query', 'severe', 'velmstadt', '302', 'when', 'cause', 'effect', 'summary']) assert.ok(seen.includes(key), `${key} is not reached by Tab: ${seen}`);
  await page.locator('.skip').focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'messages');
}));

test('when the data does not come, the page says so, keeps its messages and tries again', () => {
  let broken = true;
  return visit('/', {
    allowErrors: true,
    prepare: (page) => page.route('**/disruptions-*.json', (route) => (broken ? route.fulfill({ status: 503, body: '' }) : route.continue())),
  }, async (page) => {
    const alert = page.getByRole('alert');
    await alert.waitFor();
    assert.match(await alert.textContent(), /konnten nicht geladen werden/);
    assert.equal(await page.locator('.card').count(), 20);
    assert.equal(await page.locator('#query').isVisible(), false);
    assert.equal(await page.locator('#board').isVisible(), false);
    assert.deepEqual(await accessibilityProblems(page), []);
    await page.getByRole('button', { name: 'Erneut versuchen' }).click();
    assert.equal(await alert.isVisible(), true);
    broken = false;
    await page.getByRole('button', { name: 'Erneut versuchen' }).click();
    await page.locator('html.ready').waitFor();
    assert.equal(await alert.isVisible(), false);
    assert.equal(await page.locator('#query').isDisabled(), false);
  });
});

for (const colorScheme of ['light', 'dark'])
  for (const [path, width] of [['/', 1280], ['/en/?line=3,302&q=bus', 1280], ['/', 375], ['/en/?line=205', 375], ['/all.html', 1280]])
    test(`accessible: ${path} at ${width} pixels, ${colorScheme}`, () => visit(path, { colorScheme, viewport: { width, height: 900 }, ...(path === '/all.html' && { javaScriptEnabled: true }), ...(path === '/all.html' && { allowErrors: true }) }, async (page) => {
      for (const summary of (await page.locator('summary').all()).slice(0, 4)) await summary.click();
      if (width < 900) await page.locator('#network-toggle').click();
      await page.waitForTimeout(250);
      assert.deepEqual(await accessibilityProblems(page), []);
    }));

test('motion stops where it is not wanted', () => visit('/', { reducedMotion: 'reduce' }, async (page) => {
  await page.locator('summary').first().click();
  assert.equal(await page.locator('.body').first().evaluate((element) => getComputedStyle(element).animationName), 'none');
}));

test('on paper: all messages that were found, opened, without controls', () => visit('/?line=3', {}, async (page) => {
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('#search').isVisible(), false);
  assert.equal(await page.locator('.card').count(), await countOf(page));
  assert.equal(await page.locator('.card .body').last().isVisible(), true);
}));

test('the footer and version.json name the commit; the footer names the environment', () => visit('/', {}, async (page) => {
  const { version, commit } = await (await page.request.get(`${site.url}/version.json`)).json();
  assert.ok(commit.startsWith(version));
  const footer = await page.locator('.build').textContent();
  assert.ok(footer.startsWith(`Version ${version}`));
  if (!process.env.SITE_URL) assert.equal(footer, 'Version feedc0de · staging');
}));

test('the whole page without its data stays within 60 KiB', () => visit('/', {}, async (page) => {
  const sizes = await page.evaluate(async () => {
    const html = new DOMParser().parseFromString(await (await fetch('./')).text(), 'text/html');
    for (const id of ['tiles', 'board', 'results']) html.getElementById(id).replaceChildren();
    const assets = performance.getEntriesByType('resource').map((one) => one.name).filter((name) => /\.(css|js)$/.test(name));
    const texts = await Promise.all([...new Set(assets)].map(async (name) => (await (await fetch(name)).text())));
    return [html.documentElement.outerHTML, ...texts].map((text) => new Blob([text]).size);
  });
  assert.ok(sizes.reduce((sum, one) => sum + one) <= 60 * 1024, String(sizes));
}));
