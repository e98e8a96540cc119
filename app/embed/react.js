import { createElement, useEffect, useRef } from 'react';
import { connect } from './embed.js';

/** Shows the widget in the place of this component. Another `locale` or `appearance` opens it again. */
export function S3Connect({ fetchSession, locale, appearance, onEvent, onResult, ...rest }) {
  const mount = useRef(null);
  const latest = useRef();
  // The widget keeps what is typed in it, so new callbacks don't open it again.
  useEffect(() => {
    latest.current = { fetchSession, onEvent, onResult };
  });
  const { heading, scheme, accent } = appearance ?? {};
  useEffect(() => {
    let isMounted = true;
    const call = connect({
      fetchSession: (options) => latest.current.fetchSession(options),
      mount: mount.current,
      locale,
      appearance: { heading, scheme, accent },
      onEvent: (event) => isMounted && latest.current.onEvent?.(event),
    });
    call.then((result) => isMounted && latest.current.onResult?.(result));
    return () => {
      isMounted = false;
      call.close();
    };
  }, [locale, heading, scheme, accent]);
  return createElement('div', { ...rest, ref: mount });
}
