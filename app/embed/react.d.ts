import type { HTMLAttributes, ReactElement } from 'react';
import type { ConnectOptions, ConnectResult } from './embed.js';

export interface S3ConnectProps extends Omit<ConnectOptions, 'mount'>, HTMLAttributes<HTMLDivElement> {
  onResult?(result: ConnectResult): void;
}

/**
 * Shows the widget in the place of this component. Another `locale` or `appearance` opens it again. For a dialog, call `connect`
 * in an event handler.
 */
export function S3Connect(props: S3ConnectProps): ReactElement;
