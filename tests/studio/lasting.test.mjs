// Nothing is lost: a killed server, a file that changed on the disk, two tabs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { within } from './harness.mjs';

test('a killed server that is started again goes on with what was written meanwhile', async () => {
  await within({}, async (studio) => {
    const { page, context, field, still, kill, restart, document } = studio;
    await still();
    await field('title').fill('Before the crash');
    await still();
    await page.waitForTimeout(600);
    await kill();
    await page.locator('.state.bad').waitFor();
    await field('artist').fill('Written without a server');
    await page.waitForTimeout(300);
    assert.equal(await field('artist').inputValue(), 'Written without a server');
    await restart();
    // The new studio opens its address in a tab of its own, and with that the old one may ask again.
    const fresh = await context.newPage();
    await fresh.goto(studio.address);
    await fresh.locator('[data-path="title"]').waitFor();
    await page.bringToFront();
    await page.locator('.state.bad').waitFor({ state: 'detached', timeout: 20_000 });
    await still();
    const { model } = await document();
    assert.equal(model.title, 'Before the crash');
    assert.equal(model.artist, 'Written without a server');
  });
});

test('a page that is opened after a crash finds the draft', async () => {
  await within({}, async (studio) => {
    const { page, field, still, kill, restart } = studio;
    await still();
    await field('title').fill('A draft that was never saved');
    await still();
    await page.waitForTimeout(1000);
    await kill();
    await restart();
    await page.goto('about:blank');
    await page.goto(studio.address);
    await still();
    assert.equal(await field('title').inputValue(), 'A draft that was never saved');
  });
});

test('a new record without a file is found again after a reload', async () => {
  await within({ put: () => {}, target: null }, async ({ page, field, still }) => {
    await field('title').fill('Not saved');
    await still();
    await page.reload();
    await field('title').waitFor();
    assert.equal(await field('title').inputValue(), 'Not saved');
  });
});

test('a file that changed on the disk at another place is merged, at the same place asked about', async () => {
  await within({}, async (studio) => {
    const { page, field, act, still, file, write } = studio;
    await still();
    await field('title').fill('Mine');
    await still();
    write('low-tide-piano.yaml', file('low-tide-piano.yaml').replace('label: Saltmarsh Records', 'label: Theirs'));
    await page.waitForTimeout(1500);
    await act('save').click();
    await page.waitForTimeout(500);
    if (await page.locator('dialog').isVisible()) await page.locator('dialog button.main').click();
    await page.locator('[data-saved="true"]').waitFor();
    assert.match(file('low-tide-piano.yaml'), /^title: Mine$/m);
    assert.match(file('low-tide-piano.yaml'), /^label: Theirs$/m);

    await field('title').fill('Mine again');
    await still();
    write('low-tide-piano.yaml', file('low-tide-piano.yaml').replace('title: Mine', 'title: Somebody else'));
    await page.waitForTimeout(1500);
    await act('save').click();
    await page.locator('dialog').waitFor();
    assert.match(await page.locator('dialog').innerText(), /Somebody else/);
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await page.locator('[data-saved="true"]').waitFor();
    assert.match(file('low-tide-piano.yaml'), /^title: Mine again$/m);
  });
});

test('two tabs of a file know of each other and show the same', async () => {
  await within({}, async ({ page, context, field, still }) => {
    await still();
    const other = await context.newPage();
    await other.goto(page.url());
    await other.locator('[data-path="title"]').waitFor();
    await page.locator('.tabs-note').waitFor();
    await field('title').fill('Written in the first');
    await other.waitForFunction(() => globalThis.document.querySelector('[data-path="title"]').value === 'Written in the first');
    await other.close();
    await page.locator('.tabs-note').waitFor({ state: 'detached' });
  });
});
