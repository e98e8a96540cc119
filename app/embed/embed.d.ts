/** What your server's `POST /v1/connect-sessions` returned. Only `url` is used. */
export interface Session {
  url: string;
  token?: string;
}

export interface Appearance {
  /** Whether the widget shows your logo and its heading. `false` if your page has a heading of its own. */
  heading?: boolean;
  /** Light or dark pages, or `auto` for what the tenant's device uses. By default, your environment's branding decides. */
  scheme?: 'light' | 'dark' | 'auto';
  /**
   * The colour of buttons and links, as `#rrggbb`, in place of that of your environment's branding. A colour that is too light
   * or too dark to read is replaced by the nearest legible one; anything else is ignored.
   */
  accent?: string;
}

export type ConnectEvent =
  /** The widget has answered and is visible. */
  | { type: 'opened' }
  | { type: 'check-finished'; outcome: 'passed' | 'failed' | 'undetermined' }
  /** The connection is saved. */
  | { type: 'connected' }
  | { type: 'disconnected' }
  /** The widget is gone from the page. */
  | { type: 'closed' }
  | { type: 'resized'; height: number };

export type ConnectResult =
  /** The tenant has connected a bucket. */
  | { status: 'connected' }
  /** The widget was closed before that. */
  | { status: 'closed' }
  /** There was nothing to connect with: `fetchSession` failed, the page did not answer, or its link has expired. */
  | { status: 'error'; error?: unknown };

export interface ConnectOptions {
  /** Asks your server for a connect session. Called once, with the `locale` that you passed. */
  fetchSession(options: { locale?: string }): Promise<Session>;
  /** Shows the widget in this element. Without it, the widget opens in a dialog. */
  mount?: Element;
  /** Passed to `fetchSession`, for your server to pass it on as the session's `locale`. */
  locale?: string;
  appearance?: Appearance;
  onEvent?(event: ConnectEvent): void;
}

export interface Connect extends Promise<ConnectResult> {
  /** Removes the widget at once, without asking. */
  close(): void;
}

/**
 * Shows the widget, in a dialog or in `mount`. The promise is resolved exactly once and never rejected.
 *
 * While the widget is shown, another call for the same place returns the same promise.
 */
export function connect(options: ConnectOptions): Connect;

/**
 * `<s3-connect session-url="/api/s3-session" no-heading scheme="dark" accent="#0b5cd6">`: events as in {@link ConnectEvent},
 * and `result`.
 */
export interface S3ConnectElement extends HTMLElement {
  fetchSession: ConnectOptions['fetchSession'];
}

declare global {
  interface HTMLElementTagNameMap {
    's3-connect': S3ConnectElement;
  }
}
