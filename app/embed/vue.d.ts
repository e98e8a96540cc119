import type { DefineComponent } from 'vue';
import type { ConnectEvent, ConnectOptions, ConnectResult } from './embed.js';

/**
 * Shows the widget in the place of this component. Another `locale` or `appearance` opens it again. For a dialog, call `connect`
 * in an event handler.
 */
export const S3Connect: DefineComponent<
  Pick<ConnectOptions, 'fetchSession' | 'locale' | 'appearance'>,
  {},
  {},
  {},
  {},
  {},
  {},
  { event: (event: ConnectEvent) => void; result: (result: ConnectResult) => void }
>;
