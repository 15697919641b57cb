// The brand kit of a folder: begun from nothing and changed as it stands, seen on three cards before it is saved.

import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { axe, files, repository, within } from './harness.mjs';

const campaign = join(repository, 'assets', 'demo', 'campaign');
const theirs = { put: (folder) => cpSync(campaign, folder, { recursive: true }), target: '.' };
const none = {
  put: (folder) => {
    files.campaign(folder);
    mkdirSync(join(folder, 'logos'));
    for (const name of ['names-first-light.svg', 'names-first-dark.svg', 'harbour-dark.svg']) cpSync(join(campaign, 'logos', name), join(folder, 'logos', name));
  },
  target: '.',
};

/** Waits until all previews show the kit as it is. */
async function seen(page, count = 3) {
  await page.waitForFunction((wanted) => {
    const all = [...globalThis.document.querySelectorAll('.preview')];
    return all.length === wanted && all.every((one) => one.dataset.current === 'true');
  }, count, { timeout: 60_000 });
}

const pictures = (page) => page.locator('.preview img').evaluateAll((all) => all.map((one) => one.src));

test('a kit is begun: a logo, a partner, a colour, a font, words; saved, and cards are rendered with it', async () => {
  await within(none, async ({ page, field, act, document, folder, render, settled }) => {
    await act('kit').click();
    await page.getByText('There is no kit yet').waitFor();
    assert.ok(await act('save').isDisabled(), 'nothing is written before something is chosen');
    await seen(page);
    const before = await pictures(page);
    await field('logo.dark').selectOption('logos/names-first-dark.svg');
    await field('logo.light').selectOption('logos/names-first-light.svg');
    await field('partners').selectOption('logos/harbour-dark.svg');
    await page.locator('.kit .swatch', { hasText: 'dark' }).click();
    await field('theme.accent').fill('#ff9a73');
    await page.locator('.own .told.good').waitFor();
    await field('fonts.title').selectOption('Instrument Serif');
    await field('footer').fill('Every name on the record');
    await field('hashtags').fill('NamesFirst #BehindTheRecord');
    await field('hashtags').press('Enter');
    await page.getByRole('checkbox', { name: 'story' }).check();
    await settled();
    await seen(page);
    const after = await pictures(page);
    assert.ok(after.every((url, index) => url !== before[index]), 'all three cards show it');
    const { text, findings } = await document();
    assert.deepEqual(findings, []);
    assert.equal(text, `theme: {base: dark, accent: "#ff9a73"}
fonts:
  title: Instrument Serif
logo: {light: logos/names-first-light.svg, dark: logos/names-first-dark.svg}
partners: [logos/harbour-dark.svg]
hashtags: [NamesFirst, BehindTheRecord]
footer: Every name on the record
formats: [story]
`);
    assert.ok(!existsSync(join(folder, 'extra-credit.yaml')));
    await act('save').click();
    await page.locator('[data-saved="true"]').waitFor();
    assert.equal(readFileSync(join(folder, 'extra-credit.yaml'), 'utf8'), text);
    await page.locator('.back').click();
    await page.locator('.entry').first().waitFor();
    await render(['low-tide-piano.yaml', '-o', 'out', '--quiet']);
    assert.deepEqual(readdirSync(join(folder, 'out', 'low-tide-piano')).filter((name) => name.endsWith('.png')).map((name) => name.replace(/-\d+/, '')).filter((name, index, all) => all.indexOf(name) === index), ['story.png'], 'render takes it');
  });
});

test('a kit that is there keeps its comments, goes back and forward, and its YAML is beside it', async () => {
  await within(theirs, async ({ page, field, act, document, file, settled, until }) => {
    const text = file('extra-credit.yaml');
    await act('kit').click();
    await seen(page, 2);
    assert.equal(await field('footer').inputValue(), 'Every name on the record');
    await field('footer').fill('Every single name');
    await page.getByRole('button', { name: 'Partner 2 up' }).click();
    await settled();
    const made = (await document()).text;
    assert.equal(made, text.replace('Every name on the record', 'Every single name')
      .replace(/( {2}- \{light: logos\/harbour.*\n)( {2}- \{light: logos\/longwave.*\n)/, '$2$1'));
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await until((one) => one.text === text);
    await page.keyboard.press('Control+Shift+z');
    await page.getByRole('button', { name: 'File', exact: true }).click();
    await page.locator('.editor').waitFor();
    await page.waitForFunction(() => globalThis.document.querySelector('.editor').editor?.state.doc.toString().includes('Every single name'));
    assert.equal((await document()).saved, false);
  });
});

test('what is wrong is said at its field, in words, with a button where a fix is known', async () => {
  await within(theirs, async ({ page, field, act, document, until }) => {
    await act('kit').click();
    await seen(page, 2);
    await page.evaluate(async () => (await import('/modules/document.js')).edit([
      { op: 'set', path: 'logo.light', value: 'logos/none.svg' }, { op: 'set', path: 'fonts.title', value: 'Archivoo' }, { op: 'set', path: 'theme.accent', value: 'nothing' },
    ]));
    const section = (name) => page.locator('.kit section').filter({ has: page.getByRole('heading', { name, exact: true }) });
    await section('Logo').locator('.finding.error', { hasText: 'none.svg' }).waitFor();
    await section('Colours').locator('.finding.error').waitFor();
    await section('Type').getByRole('button', { name: 'Write “Archivo”' }).click();
    await page.locator('.preview .stage-problem').first().waitFor();
    await field('logo.light').selectOption('logos/names-first-light.svg');
    await page.getByRole('button', { name: 'Remove the colour: Accent' }).click();
    await until((one) => one.findings.length === 0);
    await seen(page, 2);
    assert.equal((await document()).model.fonts.title, 'Archivo');
    assert.equal(await page.locator('.kit .finding, .preview .stage-problem').count(), 0);
  });
});

test('a logo and a font are brought, and a file that is neither is refused in words', async () => {
  await within(none, async ({ page, act, document, folder }) => {
    await act('kit').click();
    await seen(page);
    await page.locator('[data-brings="logo"]').first().setInputFiles(join(campaign, 'logos', 'longwave-dark.svg'));
    await page.locator('.notice', { hasText: 'The logo is taken over.' }).waitFor();
    await page.locator('[data-brings="fonts.files"]').setInputFiles(join(repository, 'fonts', 'instrument-serif', 'InstrumentSerif_400Regular.ttf'));
    await page.locator('.notice', { hasText: 'The font is taken over.' }).waitFor();
    await page.locator('.logo-picture img').first().waitFor();
    await page.locator('[data-brings="partners"]').setInputFiles(join(repository, 'README.md'));
    await page.locator('.notice.bad', { hasText: 'no logo and no font' }).waitFor();
    const { text } = await document();
    assert.equal(text, 'fonts:\n  files: [InstrumentSerif_400Regular.ttf]\nlogo: longwave-dark.svg\n');
    await act('save').click();
    await page.locator('[data-saved="true"]').waitFor();
    assert.ok(existsSync(join(folder, 'longwave-dark.svg')) && existsSync(join(folder, 'InstrumentSerif_400Regular.ttf')));
  });
});

test('a kit that changes on the disk is asked about', async () => {
  await within(theirs, async ({ page, field, act, file, write, settled }) => {
    const text = file('extra-credit.yaml');
    await act('kit').click();
    await seen(page, 2);
    await field('footer').fill('Mine');
    await settled();
    write('extra-credit.yaml', text.replace('Every name on the record', 'Theirs'));
    await page.locator('.state', { hasText: 'changed on disk' }).waitFor();
    await act('save').click();
    await page.locator('dialog').getByRole('button', { name: 'Keep mine' }).click();
    await page.locator('[data-saved="true"]').waitFor();
    assert.equal(file('extra-credit.yaml'), text.replace('Every name on the record', 'Mine'));
  });
});

for (const [name, options] of Object.entries({ light: {}, dark: { scheme: 'dark' }, narrow: { size: [390, 844], touch: true } })) {
  test(`axe finds nothing serious in the kit, ${name}`, async () => {
    await within({ ...theirs, ...options }, async ({ page, act }) => {
      await act('kit').click();
      await seen(page, 2);
      await axe(page, 'kit');
      await page.getByRole('button', { name: 'File', exact: true }).click();
      await page.waitForTimeout(500);
      await axe(page, 'file');
    });
  });
}
