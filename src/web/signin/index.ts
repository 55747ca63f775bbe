export { ssoRenderers } from './provider-pages.ts';
export { signInPages, signingInGuard } from './sign-in-pages.ts';
