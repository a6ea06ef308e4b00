import { useQuery } from '@tanstack/react-query';
import { agentNames, callKeys } from './calls';

const FRESH_MS = 600_000;

/** What the voice agents are called. An agent whose name is not known is shown by its id, so nothing waits for this. */
export function useAgentNames({ enabled = true } = {}): (agentId: string) => string {
  const { data } = useQuery({ queryKey: callKeys.agents, queryFn: ({ signal }) => agentNames(signal), enabled, staleTime: FRESH_MS });
  return (agentId) => data?.get(agentId) ?? agentId;
}
