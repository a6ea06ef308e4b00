import { origin, send } from './send';

/** What a simulated conversation is like. */
export interface Scenario {
  name: string;
  title?: string;
}

export interface SimulatedCall {
  direction: 'inbound' | 'outbound';
  from: string;
  to: string;
  agentId: string;
  script: { scenario: string };
}

export interface SimulatedWorkspace {
  apiKey: string;
  webhookUrl: string;
  webhookSecret: string;
  agents: { agentId: string; name: string; phoneNumber: string }[];
}

const CONTROL = '/simulator/control';

export async function listScenarios(signal: AbortSignal): Promise<Scenario[]> {
  const { scenarios } = (await ask('GET', '/scenarios', undefined, signal)) as { scenarios: Scenario[] };
  return scenarios;
}

/** Makes a call happen; gives the id of its conversation, which the call will have. */
export async function simulateCall(call: SimulatedCall): Promise<string> {
  const { conversationId } = (await ask('POST', '/calls', call)) as { conversationId: string };
  return conversationId;
}

/** Makes a business known, so that reports of its calls are sent to it. */
export async function addWorkspace(workspace: SimulatedWorkspace): Promise<void> {
  await ask('POST', '/workspaces', workspace);
}

async function ask(method: string, path: string, body?: object, signal?: AbortSignal): Promise<unknown> {
  const response = await send(
    new Request(`${origin}${CONTROL}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      ...(signal === undefined ? {} : { signal }),
    }),
  );
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  throw new SimulatorRefused(textOf(answer), wrongFieldOf(answer) === '/apiKey');
}

/** The simulator is a tool for developers: what it says is in English. */
export class SimulatorRefused extends Error {
  override readonly name = 'SimulatorRefused';
  constructor(
    message: string,
    /** Whether no business that it knows has the agent. */
    readonly isUnknownAgent: boolean,
  ) {
    super(message);
  }
}

function textOf(answer: unknown): string {
  return typeof answer === 'object' && answer !== null && 'detail' in answer && typeof answer.detail === 'string' ? answer.detail : '';
}

function wrongFieldOf(answer: unknown): unknown {
  const errors: unknown = typeof answer === 'object' && answer !== null && 'errors' in answer ? answer.errors : null;
  const first: unknown = Array.isArray(errors) ? errors[0] : null;
  return typeof first === 'object' && first !== null && 'pointer' in first ? first.pointer : null;
}
