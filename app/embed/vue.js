import { defineComponent, h, onBeforeUnmount, onMounted, ref } from 'vue';
import { connect } from './embed.js';

/** Shows the widget in the place of this component. */
export const S3Connect = defineComponent({
  name: 'S3Connect',
  props: { fetchSession: { type: Function, required: true }, locale: String, appearance: Object },
  emits: ['event', 'result'],
  setup(props, { emit }) {
    const mount = ref();
    let call;
    onMounted(() => {
      call = connect({
        fetchSession: (options) => props.fetchSession(options),
        mount: mount.value,
        locale: props.locale,
        appearance: props.appearance,
        onEvent: (event) => emit('event', event),
      });
      call.then((result) => emit('result', result));
    });
    onBeforeUnmount(() => call?.close());
    return () => h('div', { ref: mount });
  },
});
