// Starts the installed Chromium; nothing is downloaded.
import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';

const kFlags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export function startChromium() {
  const executablePath = process.env.CHROMIUM || execFileSync('sh', ['-c', 'command -v chromium || true'], { encoding: 'utf8' }).trim();
  if (!executablePath) throw new Error('Chromium is missing: install the Debian package "chromium" or set CHROMIUM to its path.');
  return chromium.launch({ executablePath, args: kFlags });
}
