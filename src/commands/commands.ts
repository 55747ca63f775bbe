import type { Command } from './command.ts';

export type NamedCommand = {
  readonly summary: string;
  readonly load: () => Promise<Command>;
};

/** Every command, in the order of the overview; loaded when it runs, so that none waits for what only another needs. */
export const commands: Readonly<Record<string, NamedCommand>> = {
  start: {
    summary: 'Starts everything on this machine: database, demonstration, every face (npm start)',
    load: async () => (await import('./start.ts')).startCommand,
  },
  serve: {
    summary: 'Serves all faces and the worker, or the ones named, on a migrated database',
    load: async () => (await import('./serve.ts')).serveCommand,
  },
  migrate: {
    summary: 'Brings the database to the newest schema',
    load: async () => (await import('./migrate.ts')).migrateCommand,
  },
  import: {
    summary: 'Takes in a file of employers, members, families, contributions, payments, payouts or accounts',
    load: async () => (await import('./import.ts')).importCommand,
  },
  generate: {
    summary: 'Writes employers, members, families and contributions of made-up people, ready to import',
    load: async () => (await import('./generate.ts')).generateCommand,
  },
  assess: {
    summary: 'Prints what a wage, a project or a package costs by the law of its month, share by share',
    load: async () => (await import('./assess.ts')).assessCommand,
  },
  returns: {
    summary: 'Takes down the declared yearly return of JHT savings, and credits it',
    load: async () => (await import('./returns.ts')).returnsCommand,
  },
  'verify-ledger': {
    summary: 'Proves the ledger from its own rows and against contributions and bills',
    load: async () => (await import('./verify-ledger.ts')).verifyLedgerCommand,
  },
  audit: {
    summary: 'Proves that the record of activity stands as it was sealed',
    load: async () => (await import('./audit.ts')).auditCommand,
  },
  backup: {
    summary: 'Copies the whole database into one file, while everything runs',
    load: async () => (await import('./backup.ts')).backupCommand,
  },
  restore: {
    summary: 'Brings a backup back into an empty database, and proves the copy',
    load: async () => (await import('./restore.ts')).restoreCommand,
  },
  touched: {
    summary: 'Lists whose data was touched, for the notice of a breach',
    load: async () => (await import('./touched.ts')).touchedCommand,
  },
  demo: {
    summary: 'Lists the accounts of the demonstration',
    load: async () => (await import('./demo.ts')).demoCommand,
  },
  clients: {
    summary: 'Lists, adds and removes the services that members sign in to with this account',
    load: async () => (await import('./clients.ts')).clientsCommand,
  },
  sessions: {
    summary: 'Ends the sessions of one account, or of everybody',
    load: async () => (await import('./sessions.ts')).sessionsCommand,
  },
  staff: {
    summary: 'Lists, adds and removes officers of the console and changes their roles',
    load: async () => (await import('./staff.ts')).staffCommand,
  },
  explain: {
    summary: 'Says why a member cannot sign in: every gate in order, and what helps',
    load: async () => (await import('./explain.ts')).explainCommand,
  },
  keys: {
    summary: 'Shows, makes, changes and retires the keys, while everything runs',
    load: async () => (await import('./keys.ts')).keysCommand,
  },
  status: {
    summary: 'Shows the state of each part of the service as people see it, with the names of the providers',
    load: async () => (await import('./status.ts')).statusCommand,
  },
  'read-only': {
    summary: 'Refuses writes to the records or the whole site, with the time that they will be back',
    load: async () => (await import('./read-only.ts')).readOnlyCommand,
  },
  doctor: {
    summary:
      'Checks configuration, keys, database, rights, mail, SMS, certificates and clock, and says how to mend each',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
};
