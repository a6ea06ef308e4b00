/** All addresses of the portal. */
export const paths = {
  home: '/',
  login: '/login/',
  register: '/register/',
  invitation: '/invitation/',
  customers: '/customers/',
  newCustomer: '/customers/?new=1',
  /** `callId` is the call that the new customer made, and whose number is corrected. */
  newCustomerOfCall: (callId: string) => `/customers/?new=1&call=${encodeURIComponent(callId)}`,
  deletedCustomers: '/customers/?show=deleted',
  customer: (id: string) => `/customers/customer/?id=${encodeURIComponent(id)}`,
  customersWithTag: (tag: string) => `/customers/?tag=${encodeURIComponent(tag)}`,
  calls: '/calls/',
  /** `list` is the filter of the list that it was opened from, as an address has it. */
  call: (id: string, list = '') => `/calls/call/?id=${encodeURIComponent(id)}${list && '&'}${list}`,
  callsLike: (list: string) => `/calls/${list && '?'}${list}`,
  settings: '/settings/',
  voiceConnection: '/settings/voice/',
  voiceAgents: '/settings/agents/',
  newVoiceAgent: (agentId = '') => `/settings/agents/?new=1${agentId === '' ? '' : `&agent=${encodeURIComponent(agentId)}`}`,
  auditLog: '/settings/audit/',
  inbox: '/operations/',
  inboxIn: (state: string) => `/operations/?state=${encodeURIComponent(state)}`,
  profile: '/account/profile/',
  simulator: '/simulator/',
  sessions: '/account/sessions/',
  password: '/account/password/',
};

/** Where to go after signing in. Only a place of this portal: `next` comes with the address, so anybody may have made it. */
export function placeAfterSignIn(next: string | null): string {
  if (!next?.startsWith('/') || next.startsWith('//') || next.includes('\\')) return paths.home;
  const isForSignedOut = [paths.login, paths.register, paths.invitation].some((place) => next.startsWith(place));
  return isForSignedOut ? paths.home : next;
}
