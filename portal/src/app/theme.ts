import { type CSSVariablesResolver, createTheme } from '@mantine/core';

const FONTS =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic UI", "Noto Sans Arabic", "Helvetica Neue", Arial, sans-serif';

export const theme = createTheme({
  fontFamily: FONTS,
  headings: { fontFamily: FONTS, fontWeight: '650' },
  black: '#1a1d24',
  primaryColor: 'indigo',
  // The usual shades do not reach the contrast of 4.5 to 1.
  primaryShade: { light: 7, dark: 8 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: { defaultProps: { centered: true }, styles: { title: { fontWeight: 600 } } },
    Drawer: { styles: { title: { fontWeight: 600 } } },
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'description', 'input', 'error'] } },
    Menu: { defaultProps: { shadow: 'md' } },
    Popover: { defaultProps: { shadow: 'md' } },
  },
});

// The kit's quiet text, its errors and its light badges do not reach the contrast of 4.5 to 1 everywhere.
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5b6270',
    '--mantine-color-error': '#c92a2a',
    '--mantine-color-yellow-light-color': '#7a4d00',
    '--mantine-color-teal-light-color': '#08664b',
    '--mantine-color-red-light-color': '#b02525',
    '--mantine-color-blue-light-color': '#1660a5',
  },
  dark: { '--mantine-color-dimmed': '#a3a9b5', '--mantine-color-error': '#ff8787', '--mantine-color-body': '#17191d' },
});
