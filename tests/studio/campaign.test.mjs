// A folder of records: states, filter, marks with a note that are kept beside the files, the contact sheet, all cards.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { files, within } from './harness.mjs';

const options = { put: files.campaign, target: '.' };

test('records are listed, filtered, marked with a note, and the marks are still there later', async () => {
  await within(options, async ({ page, file }) => {
    await page.locator('.entry').nth(2).waitFor();
    await page.locator('input[type=search]').fill('night');
    assert.equal(await page.locator('.entry').count(), 1);
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.locator('.note').fill('Bolder, please');
    await page.locator('.note').press('Enter');
    await page.locator('.note').blur();
    await page.waitForTimeout(300);
    await page.reload();
    await page.locator('.entry').nth(2).waitFor();
    assert.match(file('.extra-credit-review.json'), /Bolder, please/);
    await page.getByRole('button', { name: /^Change 1$/ }).click();
    assert.equal(await page.locator('.entry').count(), 1);
    assert.equal(await page.locator('.note').inputValue(), 'Bolder, please');
  });
});

test('a record opens from the list and the way back leads to it', async () => {
  await within(options, async ({ page, field, still }) => {
    await page.locator('.entry-open', { hasText: 'Night Bus' }).click();
    await still();
    assert.equal(await field('title').inputValue(), 'Night Bus');
    await page.goBack();
    await page.locator('.entry').first().waitFor();
    await page.goForward();
    await still();
    assert.equal(await field('title').inputValue(), 'Night Bus');
  });
});

test('the contact sheet shows a picture of each record', async () => {
  await within(options, async ({ page }) => {
    await page.getByRole('button', { name: 'Contact sheet' }).click();
    await page.locator('.contact .mini img').nth(2).waitFor({ timeout: 30_000 });
  });
});

test('all cards are made, with progress, and are files', async () => {
  await within(options, async ({ page, act, folder }) => {
    await page.locator('.entry').nth(2).waitFor();
    await act('render-all').click();
    await page.locator('.progress').waitFor();
    await page.locator('.progress').waitFor({ state: 'detached', timeout: 240_000 });
    const made = readdirSync(join(folder, 'out'), { recursive: true }).filter((name) => name.endsWith('.png'));
    assert.ok(made.length >= 3, made.join());
  });
});
