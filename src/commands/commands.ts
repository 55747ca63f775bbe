import { assessCommand } from './assess.ts';
import { auditCommand } from './audit.ts';
import { backupCommand } from './backup.ts';
import { clientsCommand } from './clients.ts';
import type { Command } from './command.ts';
import { demoCommand } from './demo.ts';
import { explainCommand } from './explain.ts';
import { doctorCommand } from './doctor.ts';
import { generateCommand } from './generate.ts';
import { importCommand } from './import.ts';
import { keysCommand } from './keys.ts';
import { migrateCommand } from './migrate.ts';
import { readOnlyCommand } from './read-only.ts';
import { restoreCommand } from './restore.ts';
import { returnsCommand } from './returns.ts';
import { serveCommand } from './serve.ts';
import { sessionsCommand } from './sessions.ts';
import { staffCommand } from './staff.ts';
import { startCommand } from './start.ts';
import { statusCommand } from './status.ts';
import { touchedCommand } from './touched.ts';
import { verifyLedgerCommand } from './verify-ledger.ts';

/** Every command, in the order of the overview. */
export const commands: Readonly<Record<string, Command>> = {
  start: startCommand,
  serve: serveCommand,
  migrate: migrateCommand,
  import: importCommand,
  generate: generateCommand,
  assess: assessCommand,
  returns: returnsCommand,
  'verify-ledger': verifyLedgerCommand,
  audit: auditCommand,
  backup: backupCommand,
  restore: restoreCommand,
  touched: touchedCommand,
  demo: demoCommand,
  clients: clientsCommand,
  sessions: sessionsCommand,
  staff: staffCommand,
  explain: explainCommand,
  keys: keysCommand,
  status: statusCommand,
  'read-only': readOnlyCommand,
  doctor: doctorCommand,
};
