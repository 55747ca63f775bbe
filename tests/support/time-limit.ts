/**
 * Loaded before each test file. What a file leaves open would keep its process, and with it the whole run, for ever: the
 * runner's own limit is for a test, not for what comes after the last one.
 */
const seconds = Number(process.env['TEST_FILE_SECONDS'] ?? 600);

setTimeout(() => {
  const open = [...new Set(process.getActiveResourcesInfo())].join(', ');
  console.error(`\n${process.argv[1]} did not end in ${seconds} s; still open: ${open}`);
  process.exit(1);
}, seconds * 1000).unref();
