import { type Acr, accountBySubject, endSession, originOf, takeFinishedSignIn } from '#accounts';
import { record } from '#activity';
import { newToken } from '#kernel';
import type { Visit } from '#platform';
import type Provider from 'oidc-provider';
import type { InteractionResults } from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { ClientDirectory } from './clients.ts';
import { interactionPath } from './interaction-address.ts';
import { acrNeeded } from './interaction-policy.ts';
import { lifetimeSeconds } from './lifetimes.ts';
import { textOf } from './parameters.ts';
import { formTarget, freshStart } from './provider-pages.ts';
import * as queries from './queries.ts';
import { sessionClaim } from './scopes.ts';
import type { SsoServices } from './services.ts';

export type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

export type Deps = {
  readonly provider: Provider;
  readonly services: SsoServices;
  readonly clients: ClientDirectory;
};

/** An authorization request that waits for this browser. */
export type WaitingInteraction = {
  readonly uid: string;
  /** What the person is asked for: to sign in, or to allow another service to see something. */
  readonly prompt: 'login' | 'consent';
  readonly client: { readonly clientId: string; readonly name: string; readonly firstParty: boolean };
  readonly loginHint: string | undefined;
  readonly acrNeeded: Acr | undefined;
  /** What a form's answer may lead to; for form-action. */
  readonly formTarget: string;
  /** Scopes that the service asks for and the member has not allowed yet. */
  readonly scopes: readonly string[];
  /** Single claims asked for beside the scopes. */
  readonly claims: readonly string[];
};

const found = new WeakMap<Visit, Promise<Interaction | undefined>>();

/** The interaction of this browser, looked up once a request; undefined when it expired, was used or is another's. */
export function findInteraction(deps: Deps, visit: Visit, uid: string): Promise<Interaction | undefined> {
  let answer = found.get(visit);
  if (!answer) {
    answer = lookUp(deps, visit, uid);
    found.set(visit, answer);
  }
  return answer;
}

async function lookUp({ provider }: Deps, visit: Visit, uid: string): Promise<Interaction | undefined> {
  const { incoming, outgoing } = visit.context.env;
  try {
    const interaction = await provider.interactionDetails(incoming, outgoing);
    return interaction.uid === uid ? interaction : undefined;
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}

export async function interactionOf(
  deps: Deps,
  visit: Visit,
  uid: string,
): Promise<WaitingInteraction | undefined> {
  const interaction = await findInteraction(deps, visit, uid);
  if (!interaction) return undefined;
  const { params, prompt } = interaction;
  const clientId = textOf(params, 'client_id');
  return {
    uid,
    prompt: prompt.name === 'consent' ? 'consent' : 'login',
    client: {
      clientId,
      name: (await deps.clients.nameOf(clientId)) ?? clientId,
      firstParty: await deps.clients.isFirstParty(clientId),
    },
    loginHint: textOf(params, 'login_hint').slice(0, 254) || undefined,
    acrNeeded: acrNeeded(params),
    formTarget: formTarget(textOf(params, 'redirect_uri')),
    ...asked(interaction),
  };
}

function asked(interaction: Interaction): { scopes: readonly string[]; claims: readonly string[] } {
  const { missingOIDCScope = [], missingOIDCClaims = [] } = interaction.prompt.details as {
    missingOIDCScope?: readonly string[];
    missingOIDCClaims?: readonly string[];
  };
  const requested = textOf(interaction.params, 'scope').split(' ');
  return {
    scopes: interaction.prompt.reasons.includes('consent_prompt') ? requested : missingOIDCScope,
    claims: missingOIDCClaims.filter((claim) => claim !== sessionClaim),
  };
}

/** Answers with 303 back to the waiting client, or to where the person should be. Takes a finished sign-in once. */
export async function finish(deps: Deps, visit: Visit, uid: string): Promise<Response> {
  const { accounts } = deps.services;
  const interaction = await findInteraction(deps, visit, uid);
  if (!interaction) return visit.redirect(freshStart(deps.services));
  if (interaction.result) return visit.redirect(interaction.returnTo);
  const finished = await takeFinishedSignIn(accounts, uid, originOf(visit));
  if (!finished) return visit.redirect(interactionPath(uid));
  // The account has it now; it is not the choice of whoever signs in here next.
  if (visit.languageChoice) visit.speak({ ...visit.languageChoice, adopted: true });
  await forgetOtherAccount(deps, visit, interaction, finished.subject);
  return answer(visit, interaction, {
    login: {
      accountId: finished.subject,
      acr: finished.acr,
      amr: [...finished.amr],
      ts: Math.floor(finished.authenticatedAt.getTime() / 1000),
      // The cookie goes with the browser window; how long the session lives is accounts' business.
      remember: false,
    },
    accountSession: finished.sessionId,
  });
}

async function answer(visit: Visit, interaction: Interaction, result: InteractionResults): Promise<Response> {
  interaction.result = { ...interaction.lastSubmission, ...result };
  await interaction.persist();
  return visit.redirect(interaction.returnTo);
}

/**
 * Someone else was signed in here before: their session ends, without a detour over a page. The provider's session
 * over it is dead with it; the job that the end queues clears it away and tells the services it was used for.
 */
async function forgetOtherAccount(
  deps: Deps,
  visit: Visit,
  interaction: Interaction,
  subject: string,
): Promise<void> {
  const { session } = interaction;
  if (!session || session.accountId === subject) return;
  const { database } = deps.services.accounts;
  await endSession(database, session.uid, 'signed_out', originOf(visit), visit.now);
  delete interaction.session;
}

/** The member does not want to go on: the client is told so (access_denied). */
export async function cancel(deps: Deps, visit: Visit, uid: string): Promise<Response> {
  const interaction = await findInteraction(deps, visit, uid);
  if (!interaction) return visit.redirect(freshStart(deps.services));
  interaction.result = { error: 'access_denied', error_description: 'the member did not go on' };
  await interaction.persist();
  return visit.redirect(interaction.returnTo);
}

/** The member allows the service what it asked for; kept for 90 days, with its entry in the activity. */
export async function consent(deps: Deps, visit: Visit, uid: string): Promise<Response> {
  const { database, keys } = deps.services.accounts;
  const interaction = await findInteraction(deps, visit, uid);
  const subject = interaction?.session?.accountId;
  if (!interaction || subject === undefined || interaction.prompt.name !== 'consent')
    return visit.redirect(freshStart(deps.services));
  const account = await accountBySubject(database, keys, subject);
  const clientId = textOf(interaction.params, 'client_id');
  const id = interaction.grantId ?? newToken();
  await database.transaction(async (tx) => {
    const before = await queries.findGrant(tx, id, visit.now);
    const expiresAt = new Date(visit.now.getTime() + lifetimeSeconds.grant * 1000);
    const payload = grantPayload(before, { subject, clientId, visit, ...asked(interaction) }, expiresAt);
    await queries.saveGrant(tx, { id, subject, clientId }, payload, expiresAt);
    if (account)
      await record(tx, {
        event: 'client_authorised',
        actor: { kind: 'member', accountId: account.accountId },
        accountId: account.accountId,
        at: visit.now,
        address: visit.address,
        userAgent: visit.userAgent,
        details: { client: clientId },
      });
  });
  return answer(visit, interaction, { consent: { grantId: id } });
}

type Allowed = {
  readonly subject: string;
  readonly clientId: string;
  readonly visit: Visit;
  readonly scopes: readonly string[];
  readonly claims: readonly string[];
};

function grantPayload(
  before: queries.Payload | undefined,
  allowed: Allowed,
  expiresAt: Date,
): queries.Payload {
  const { scope = '', claims = [] } = (before?.['openid'] ?? {}) as { scope?: string; claims?: string[] };
  const scopes = new Set([...scope.split(' ').filter(Boolean), ...allowed.scopes]);
  return {
    kind: 'Grant',
    iat: Math.floor(allowed.visit.now.getTime() / 1000),
    exp: Math.floor(expiresAt.getTime() / 1000),
    accountId: allowed.subject,
    clientId: allowed.clientId,
    openid: { scope: [...scopes].join(' '), claims: [...new Set([...claims, ...allowed.claims])] },
    // Named as refused, or the library would ask for it for ever.
    rejected: { openid: { claims: [sessionClaim] } },
  };
}
