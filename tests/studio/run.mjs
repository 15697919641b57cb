// Runs the tests of the page: `node tests/studio/run.mjs PROGRAM [FILE …]`. Without Chromium, or without the packages and a
// registry to have them from, it says so and ends well.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

function skip(why) {
  console.log(`the studio is not tested in a browser: ${why}`);
  process.exit(0);
}

const [program, ...only] = process.argv.slice(2);
if (!program) {
  console.error('usage: node tests/studio/run.mjs PROGRAM [FILE …]');
  process.exit(2);
}

if (Number(process.versions.node.split('.')[0]) < 20) skip(`node is ${process.versions.node}, and 20 is needed`);
const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const chromium = places.find((place) => place && existsSync(place));
if (!chromium) skip('chromium is not installed');
if (!existsSync(join(here, 'node_modules', 'playwright-core'))) {
  try {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: here, stdio: 'ignore', timeout: 120_000 });
  } catch {
    skip('its packages are not installed (npm ci in tests/studio)');
  }
}

const files = readdirSync(here).filter((name) => name.endsWith('.test.mjs')).filter((name) => only.length === 0 || only.some((one) => name.startsWith(one)));
if (files.length === 0) {
  console.error(`no test begins with ${only.join(' or ')}`);
  process.exit(2);
}
const ran = spawnSync(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files.map((name) => join(here, name))], {
  stdio: 'inherit',
  env: { ...process.env, PROGRAM: resolve(program), CHROMIUM: chromium },
});
process.exit(ran.status ?? 1);
