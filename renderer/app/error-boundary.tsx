import { Component, type ReactNode } from 'react'
import { asEngineError } from '../client/engine'
import { ErrorState } from '../ui/states'

/** Keeps a fault in one pane from taking the others with it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return (
      <ErrorState error={asEngineError(this.state.error)} onRetry={() => this.setState({ error: null })} />
    )
  }
}
