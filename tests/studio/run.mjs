// Runs the tests of the page: `node tests/studio/run.mjs PROGRAM [FILE …]`. Without Chromium, or without the packages and a
// registry to have them from, it says so and ends well.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
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
/** Runs tests of these files, a file at a time or two; says which failed. */
function run(names, atOnce) {
  const failed = join(mkdtempSync(join(tmpdir(), 'studio-')), 'failed');
  const ran = spawnSync(
    process.execPath,
    ['--test', `--test-concurrency=${atOnce}`, '--test-reporter=spec', '--test-reporter-destination=stdout', `--test-reporter=${join(here, 'failed.mjs')}`, `--test-reporter-destination=${failed}`, ...names.map((name) => join(here, name))],
    { stdio: 'inherit', env: { ...process.env, PROGRAM: resolve(program), CHROMIUM: chromium } },
  );
  const lines = existsSync(failed) ? readFileSync(failed, 'utf8').split('\n').filter(Boolean) : [];
  return { status: ran.status ?? 1, again: names.filter((name) => lines.some((line) => line.endsWith(name))) };
}

let { status, again } = run(files, 2);
// What depends on how busy the machine is holds on its own: it is tried once more, and that is said.
if (status !== 0 && again.length > 0) {
  console.log(`once more, a file at a time: ${again.join(', ')}`);
  ({ status } = run(again, 1));
}
process.exit(status);
