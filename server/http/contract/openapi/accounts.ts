import type { ZodOpenApiPathsObject } from 'zod-openapi'
import {
  AccountChange,
  AccountLinkRequest,
  AccountLinkView,
  AccountList,
  AccountQuery,
  AccountRequest,
  AccountView,
  ApiKeyList,
  ApiKeyRequest,
  ChoosePasswordRequest,
  FirstAccountRequest,
  NewApiKeyView,
  PasswordChange,
  ResetRequest,
  SecondFactorCode,
  SecondFactorRequest,
  SecondFactorView,
  SessionList,
  SessionRequest,
  SessionView,
  SignInView,
} from '../accounts.ts'

import { id, operation, redirect } from './operation.ts'

export const accountsPaths: ZodOpenApiPathsObject = {
  '/api/v1/session': {
    post: operation('Sign in to the console', { tag: 'Session', body: SessionRequest, status: 201, answer: SessionView, open: true }),
    get: operation('Who is signed in', { tag: 'Session', answer: SessionView }),
    delete: operation('Sign out', { tag: 'Session', status: 204, open: true }),
  },
  '/api/v1/sign-in': { get: operation('How one can sign in', { tag: 'Session', answer: SignInView, open: true }) },
  '/api/v1/sign-in/oidc': { get: redirect('To the sign-in of the company (OpenID Connect)') },
  '/api/v1/sign-in/callback/oidc': { get: redirect('Back from the sign-in of the company') },
  '/api/v1/sessions': { get: operation('One’s own sessions', { tag: 'Session', answer: SessionList }) },
  '/api/v1/sessions/{id}': { delete: operation('End one of one’s own sessions', { tag: 'Session', path: id, status: 204 }) },
  '/api/v1/account/password': {
    post: operation('Change one’s own password; other sessions end', { tag: 'Account', body: PasswordChange, status: 204 }),
  },
  '/api/v1/account/second-factor': {
    post: operation('Begin to use a second factor', { tag: 'Account', body: SecondFactorRequest, answer: SecondFactorView }),
  },
  '/api/v1/account/second-factor/confirm': {
    post: operation('Turn the second factor on with its first code', { tag: 'Account', body: SecondFactorCode, status: 204 }),
  },
  '/api/v1/account/second-factor/disable': {
    post: operation('Turn the second factor off', { tag: 'Account', body: SecondFactorRequest, status: 204 }),
  },
  '/api/v1/password-resets': {
    post: operation('Ask for a mail with which to choose a new password', {
      tag: 'Account',
      body: ResetRequest,
      status: 204,
      open: true,
    }),
  },
  '/api/v1/account-links/read': {
    post: operation('Whose password a mailed link is for', {
      tag: 'Account',
      body: AccountLinkRequest,
      answer: AccountLinkView,
      open: true,
    }),
  },
  '/api/v1/account-links/use': {
    post: operation('Choose a password with a mailed link', { tag: 'Account', body: ChoosePasswordRequest, status: 204, open: true }),
  },
  '/api/v1/accounts/first': {
    post: operation('Make the first administrator, with the administrator key', {
      tag: 'Accounts',
      body: FirstAccountRequest,
      status: 204,
      open: true,
    }),
  },
  '/api/v1/accounts': {
    get: operation('Who may sign in', { tag: 'Accounts', query: AccountQuery, answer: AccountList }),
    post: operation('Make an account and send its invitation', {
      tag: 'Accounts',
      body: AccountRequest,
      status: 201,
      answer: AccountView,
    }),
  },
  '/api/v1/accounts/{id}': {
    patch: operation('Change the level, deactivate, or activate again', {
      tag: 'Accounts',
      path: id,
      body: AccountChange,
      answer: AccountView,
    }),
  },
  '/api/v1/accounts/{id}/invitation': { post: operation('Send the invitation again', { tag: 'Accounts', path: id, status: 204 }) },
  '/api/v1/api-keys': {
    get: operation('One’s own keys for programs', { tag: 'Accounts', answer: ApiKeyList }),
    post: operation('Make a key, shown this once', { tag: 'Accounts', body: ApiKeyRequest, status: 201, answer: NewApiKeyView }),
  },
  '/api/v1/api-keys/{id}': { delete: operation('Take a key away', { tag: 'Accounts', path: id, status: 204 }) },
}
