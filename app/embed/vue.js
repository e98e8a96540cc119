import { defineComponent, h, onBeforeUnmount, onMounted, ref, watch } from 'vue';
import { connect } from './embed.js';

/** Shows the widget in the place of this component. Another `locale` or `appearance` opens it again. */
export const S3Connect = defineComponent({
  name: 'S3Connect',
  props: { fetchSession: { type: Function, required: true }, locale: String, appearance: Object },
  emits: ['event', 'result'],
  setup(props, { emit }) {
    const mount = ref();
    let call;
    const close = () => {
      const closing = call;
      call = undefined;
      closing?.close();
    };
    const open = () => {
      close();
      const opening = connect({
        fetchSession: (options) => props.fetchSession(options),
        mount: mount.value,
        locale: props.locale,
        appearance: props.appearance,
        onEvent: (event) => opening === call && emit('event', event),
      });
      call = opening;
      opening.then((result) => opening === call && emit('result', result));
    };
    onMounted(open);
    // A parent that renders again may pass a new object with the same values.
    watch([() => props.locale, () => props.appearance?.heading, () => props.appearance?.scheme, () => props.appearance?.accent], open);
    onBeforeUnmount(close);
    return () => h('div', { ref: mount });
  },
});
