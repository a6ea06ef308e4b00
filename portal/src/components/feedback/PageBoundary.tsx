'use client';
import { Component, type ReactNode } from 'react';
import { ErrorState } from './ErrorState';

interface State {
  error: unknown;
}

/** A page that breaks leaves the shell standing. Another page, or another try, starts anew. */
export class PageBoundary extends Component<{ children: ReactNode; page: string }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override componentDidUpdate(before: { page: string }): void {
    if (before.page !== this.props.page && this.state.error !== null) this.setState({ error: null });
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <ErrorState error={this.state.error} retry={() => this.setState({ error: null })} />;
  }
}
