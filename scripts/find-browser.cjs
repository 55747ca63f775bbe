/** Where the browser tests find their Chromium; used before anything is installed, so it is plain old JavaScript. */
'use strict';
const fs = require('fs');
const path = require('path');

// The shell draws no window, and so takes half the time of the whole browser (docs/performance.md).
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

/** CHROMIUM_PATH, or the first of the known names in PATH; undefined when there is none. */
exports.findBrowser = function findBrowser(environment) {
  const named = environment.CHROMIUM_PATH;
  if (named) return fs.existsSync(named) ? named : undefined;
  const folders = (environment.PATH || '').split(path.delimiter);
  const candidates = names.reduce(function (all, name) {
    return all.concat(
      folders.map(function (folder) {
        return path.join(folder, name);
      }),
    );
  }, []);
  return candidates.find(fs.existsSync);
};
