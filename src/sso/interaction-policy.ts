import type { Acr } from '#accounts';
import { errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';

/** The strengths of accounts, weakest first; discovery names them. */
export const acrValues = ['1', '1e', '2r', '2'] as const satisfies readonly Acr[];

type Wish = { readonly values: readonly Acr[]; readonly essential: boolean };

/** What strength a request asks for: acr_values is a wish, an essential acr claim is a demand (OpenID Connect Core §5.5.1.1). */
export function wishedAcr(params: Readonly<Record<string, unknown>>): Wish {
  const claim = acrClaim(params['claims']);
  const demanded = claim.essential ? [claim.value, ...claim.values] : [];
  const wished = typeof params['acr_values'] === 'string' ? params['acr_values'].split(' ') : [];
  const asked = demanded.length > 0 ? demanded : wished;
  return { values: acrValues.filter((value) => asked.includes(value)), essential: demanded.length > 0 };
}

/** The weakest strength that answers the wish; undefined when any does. */
export function acrNeeded(params: Readonly<Record<string, unknown>>): Acr | undefined {
  return wishedAcr(params).values[0];
}

function acrClaim(claims: unknown): { essential: boolean; value: unknown; values: readonly unknown[] } {
  const parsed = typeof claims === 'string' ? (JSON.parse(claims) as { id_token?: { acr?: unknown } }) : {};
  const acr = (parsed.id_token?.acr ?? {}) as { essential?: unknown; value?: unknown; values?: unknown };
  return {
    essential: acr.essential === true && (acr.value !== undefined || acr.values !== undefined),
    value: acr.value,
    values: Array.isArray(acr.values) ? acr.values : [],
  };
}

function tooWeak(ctx: KoaContextWithOIDC): boolean {
  const { oidc } = ctx;
  const needed = acrNeeded(oidc.params ?? {});
  if (!needed || !oidc.session?.accountId) return false;
  if (acrValues.indexOf(oidc.acr as Acr) >= acrValues.indexOf(needed)) return false;
  if (!oidc.result?.login) return true;
  // The member signed in just now and this is all there is: a wish stays unanswered, a demand is refused.
  if (wishedAcr(oidc.params ?? {}).essential)
    throw new errors.AccessDenied('the requested authentication strength could not be obtained');
  return false;
}

/** When a person must act: as OpenID Connect Core says, and when the session is weaker than what the client asks for. */
export function policy(): interactionPolicy.DefaultPolicy {
  const prompts = interactionPolicy.base();
  const checks = prompts.get('login')?.checks;
  checks?.remove('essential_acr');
  checks?.remove('essential_acrs');
  checks?.add(
    new interactionPolicy.Check(
      'acr_too_weak',
      'a stronger authentication is required',
      'login_required',
      tooWeak,
    ),
  );
  return prompts;
}
