import type { components } from '@/lib/api';

export const person = {
  user: { id: '01USER', name: 'Robin', email: 'robin@example.com', role: 'owner' as const, createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z', version: 1 },
  tenant: { id: '01TENANT', name: 'Harbour Dental', timeZone: 'America/New_York', defaultRegion: 'US', createdAt: '2026-01-01T00:00:00Z' },
};

export function customer(part: Partial<components['schemas']['CustomerView']> = {}): components['schemas']['CustomerView'] {
  return {
    id: '01CUSTOMER',
    phone: '+12025550111',
    phoneCheck: 'valid',
    otherPhones: [],
    tags: [],
    source: 'manual',
    createdAt: '2026-11-01T10:00:00Z',
    updatedAt: '2026-11-01T10:00:00Z',
    version: 1,
    ...part,
  };
}

export function call(part: Partial<components['schemas']['CallView']> = {}): components['schemas']['CallView'] {
  return {
    id: '01CALL',
    connectionId: '01CONNECTION',
    agentId: 'agent_1',
    candidates: [],
    direction: 'inbound',
    status: 'completed',
    from: '+12025550123',
    to: '+12025550100',
    numberWithheld: false,
    numberNotUnderstood: false,
    startedAt: '2026-11-01T10:00:00Z',
    hasAudio: false,
    createdAt: '2026-11-01T10:00:00Z',
    updatedAt: '2026-11-01T10:00:00Z',
    version: 1,
    ...part,
  };
}

export function delivery(part: Partial<components['schemas']['InboxEntryView']> = {}): components['schemas']['InboxEntryView'] {
  return {
    id: 'conv_1~post_call_transcription~00',
    connectionId: '01CONNECTION',
    state: 'failed',
    type: 'post_call_transcription',
    conversationId: 'conv_1',
    receivedAt: '2026-11-01T10:00:00Z',
    attempts: 5,
    lastError: 'internal_error',
    bodyBytes: 100,
    ...part,
  };
}

export function connection(part: Partial<components['schemas']['VoiceConnectionView']> = {}): components['schemas']['VoiceConnectionView'] {
  return {
    id: '01CONNECTION',
    name: 'ElevenLabs',
    baseUrl: 'https://api.elevenlabs.io',
    webhookUrl: 'https://hooks.example/abc',
    hasWebhookSecret: true,
    createdAt: '2026-11-01T10:00:00Z',
    updatedAt: '2026-11-01T10:00:00Z',
    version: 1,
    ...part,
  };
}
