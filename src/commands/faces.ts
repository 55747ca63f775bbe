import { readFileSync } from 'node:fs';
import { type AccountServices, officerRoles } from '#accounts';
import { paymentPage } from '#billing';
import { receiptPage } from '#notifications';
import { buildFace, type Database, type Face, listen, type Listener, type Visit, watchKeys } from '#platform';
import { createSso, faceCredentials, type Sso } from '#sso';
import { consoleFrame, consolePages, operationsPages } from '#web/console';
import { employerFrame, employerPages } from '#web/employer';
import { startInbox } from '#web/inbox';
import { assets, renderError, styleHashes } from '#web/layout';
import {
  alertsPages,
  correctionsPages,
  homeAddressPage,
  dataPages,
  ownRefundPage,
  exitNoticePage,
  payslipPage,
  portalFrame,
  portalPages,
  statementPages,
  statementProofPages,
} from '#web/portal';
import {
  announcements,
  casePages,
  helpPages,
  messageCheckPages,
  proofPages,
  statusPages,
  verifyPages,
  wellKnownPages,
  writeGate,
} from '#web/public';
import {
  enrolmentPages,
  ownerGuard,
  recogniseOwner,
  recoveryPages,
  registerPages,
  securityFrame,
  securityPages,
} from '#web/security';
import { faceSession } from '#web/session';
import { signInPages, signingInGuard, ssoRenderers } from '#web/signin';
import { startWorker } from '#worker';
import { refuseUnreadableList } from './doctor-files.ts';
import { CommandError } from './exit-codes.ts';
import { masterKeyFile } from './home.ts';
import { accountServices, type House } from './house.ts';
import { jobsWith } from './jobs.ts';
import { serveMetrics } from './metrics-server.ts';
import { startPulse } from './traffic.ts';
import { writesOf } from './page-writes.ts';
import { withProviders } from './providers.ts';

/** What one process can run; the inbox is not among them. */
export const servable = ['sso', 'portal', 'console', 'employer', 'worker'] as const;
export type Servable = (typeof servable)[number];
/** Those that people reach at a port. */
export const servedFaces = servable.filter((part) => part !== 'worker');

export type OpenFaces = Listener & {
  /** Rejects when a part stops by itself that the others cannot replace: the process should end and be started again. */
  readonly failed: Promise<never>;
};
/** Everything with the demonstration's inbox, when there is one: for a laptop only. */
export async function openFacesWithInbox(house: House): Promise<OpenFaces> {
  if (!house.config.DEMO) return openFaces(house);
  const inbox = await startInbox({ ...house, database: house.open('goid_worker') });
  try {
    const faces = await openFaces({ ...house, config: withProviders(house.config) });
    return {
      failed: faces.failed,
      close: async () => {
        await faces.close();
        await inbox.close();
      },
    };
  } catch (error) {
    await inbox.close();
    throw error;
  }
}

/** Opens what was asked for; when one cannot open, what is open is closed again. */
export async function openFaces(house: House, wanted: readonly Servable[] = servable): Promise<OpenFaces> {
  if (wanted.includes('sso')) refuseUnreadableList(house.config);
  const open: Listener[] = [];
  let fail: (error: CommandError) => void = () => {};
  const failed = new Promise<never>((_, reject) => (fail = reject));
  // Whoever waits for it hears of it; a failure while closing concerns nobody.
  failed.catch(() => {});
  const close = async () => {
    for (const listener of open.toReversed()) await listener.close();
  };
  try {
    const signing: Sso[] = [];
    open.push(watchMasterKeys(house, wanted, signing));
    if (wanted.includes('worker')) open.push(await openWorker(house, fail, signing));
    if (wanted.includes('sso')) {
      const opened = await openSso(house);
      signing.push(opened.sso);
      open.push(await openFace(house, ssoFace(house, opened)));
    }
    if (wanted.includes('portal')) open.push(await openFace(house, portalFace(house)));
    if (wanted.includes('console')) open.push(await openFace(house, consoleFace(house)));
    if (wanted.includes('employer')) open.push(await openFace(house, employerFace(house)));
    open.push(watchStatus(house, wanted), await serveMetrics(house.config, house.metrics, house.log));
    return { close, failed };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Learns of new keys and new uses of them while anything is open, also for the providers that sign. */
function watchMasterKeys(house: House, wanted: readonly Servable[], signing: readonly Sso[]): Listener {
  const file = masterKeyFile(house.config);
  const watch = watchKeys({
    keys: house.keys,
    database: house.statusDatabase,
    source: () => (file === undefined ? undefined : readFileSync(file, 'utf8').trim()),
    parts: wanted.join(' '),
    log: house.log,
    onLook: async () => {
      for (const sso of signing) await sso.refreshKeys();
    },
  });
  void watch.look();
  return { close: () => watch.stop() };
}

/** Looks after the state of the service while faces are open, and says that they are. */
function watchStatus(house: House, wanted: readonly Servable[]): Listener {
  const faces = wanted.filter((name) => name !== 'worker');
  if (faces.length === 0) return { close: () => Promise.resolve() };
  house.status.start();
  const pulse = startPulse(house, faces);
  return {
    close: () => {
      pulse.stop();
      return house.status.stop();
    },
  };
}

/**
 * Every face as it is served, for tests that look at each page of each.
 * @internal
 */
export async function wholeFaces(house: House): Promise<readonly Face[]> {
  return [ssoFace(house, await openSso(house)), portalFace(house), consoleFace(house), employerFace(house)];
}

type OpenedSso = { readonly services: AccountServices; readonly sso: Sso };

async function openSso(house: House, database = house.open('goid_sso')): Promise<OpenedSso> {
  const services = accountServices(house, database);
  return { services, sso: await createSso({ accounts: services, log: house.log, renderers: ssoRenderers }) };
}

async function openWorker(
  house: House,
  fail: (error: CommandError) => void,
  signing: Sso[],
): Promise<Listener> {
  const database = house.open('goid_worker');
  const services = {
    database,
    keys: house.keys,
    config: house.config,
    clock: house.clock,
    log: house.log,
  };
  const worker = await startWorker({
    databaseUrl: house.databaseUrl,
    services,
    jobs: jobsWith({
      sso: onceItSucceeds(async () => {
        const { sso } = await openSso(house, database);
        signing.push(sso);
        return sso;
      }),
      accounts: accountServices(house, database),
    }),
  });
  worker.ended.catch(() =>
    fail(new CommandError('The job queue has stopped by itself; the log says why. Start the program again.')),
  );
  return { close: () => worker.close() };
}

/** Makes the value at its first use and keeps it; what fails is tried anew at the next. */
function onceItSucceeds<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

function openFace(house: House, face: Face): Promise<Listener> {
  const { ports, BIND_ADDRESS, UPLOAD_SECONDS } = house.config;
  const seconds = face.pages.some(({ takesFile, upload }) => takesFile ?? upload)
    ? UPLOAD_SECONDS
    : undefined;
  return listen(buildFace(house, face), ports[face.site], BIND_ADDRESS, seconds);
}

function common(house: House, database: Database) {
  return {
    database,
    renderError,
    styleHashes: styleHashes(house.config),
    assets: assets(house.config),
    writeGate: writeGate(house.status, writesOf),
    announce: (visit: Visit) => announcements(house.status, visit),
  };
}

function ssoFace(house: House, { services, sso }: OpenedSso): Face {
  const signIn = { accounts: services, sso };
  return {
    ...common(house, services.database),
    site: 'sso',
    origin: house.config.origins.sso,
    pages: [
      ...signInPages(signIn),
      ...registerPages(services),
      ...securityPages(signIn),
      ...recoveryPages(signIn),
      ...enrolmentPages(signIn),
      ...helpPages(),
      ...messageCheckPages(services.database),
      ...proofPages(services.database),
      ...casePages({ ...services, recognise: (visit) => recogniseOwner(signIn, visit) }),
      ...statusPages(house.status),
      ...wellKnownPages,
      receiptPage(services.database),
    ],
    guards: { 'signing-in': signingInGuard(signIn), owner: ownerGuard(signIn) },
    recognise: (visit) => recogniseOwner(signIn, visit),
    frame: (visit) => securityFrame(visit),
    mount: (app) => sso.mount(app),
  };
}

function portalFace(house: House): Face {
  const services = accountServices(house, house.open('goid_portal'));
  const session = faceSession({
    services,
    face: 'portal',
    ...faceCredentials(house.keys, 'portal'),
    allows: (roles) => roles.includes('member'),
  });
  return {
    ...common(house, services.database),
    site: 'portal',
    origin: house.config.origins.portal,
    pages: [
      ...session.pages,
      ...portalPages({ database: services.database }),
      ...dataPages(services),
      ...correctionsPages(services),
      homeAddressPage(services),
      ownRefundPage(services),
      ...statementPages(services),
      ...statementProofPages(services),
      ...verifyPages(services),
      exitNoticePage(services),
      payslipPage(services),
      ...alertsPages(services),
      ...helpPages(),
      ...messageCheckPages(services.database),
      ...statusPages(house.status),
      ...wellKnownPages,
    ],
    guards: { member: session.guard },
    recognise: session.recognise,
    frame: (visit) => portalFrame(visit),
  };
}

function consoleFace(house: House): Face {
  const services = accountServices(house, house.open('goid_console'));
  const session = faceSession({
    services,
    face: 'console',
    ...faceCredentials(house.keys, 'console'),
    acr: '2',
    opensBy: (amr) => house.config.CONSOLE_TOTP || amr.includes('pop'),
    allows: (roles) => officerRoles.some((role) => roles.includes(role)),
  });
  return {
    ...common(house, services.database),
    site: 'console',
    origin: house.config.origins.console,
    pages: [
      ...session.pages,
      ...consolePages({ ...services, log: house.log }),
      ...operationsPages({ database: services.database, status: house.status }),
      ...helpPages(),
      ...wellKnownPages,
    ],
    guards: { officer: session.guard },
    recognise: session.recognise,
    frame: (visit) => consoleFrame(visit),
  };
}

/** Whoever is a clerk of which employer is no role of the account: the pages ask for the appointment itself. */
function employerFace(house: House): Face {
  const services = accountServices(house, house.open('goid_employer'));
  const session = faceSession({
    services,
    face: 'employer',
    ...faceCredentials(house.keys, 'employer'),
    allows: (roles) => roles.includes('member') || roles.includes('clerk'),
  });
  return {
    ...common(house, services.database),
    site: 'employer',
    origin: house.config.origins.employer,
    pages: [
      ...session.pages,
      ...employerPages(services),
      paymentPage(services.database),
      ...helpPages(),
      ...messageCheckPages(services.database),
      ...statusPages(house.status),
      ...wellKnownPages,
    ],
    guards: { clerk: session.guard },
    recognise: session.recognise,
    frame: (visit) => employerFrame(visit),
  };
}
