import type { BrowserContext } from '@playwright/test';

/** What the browsers of a test were used for. */
export interface Usage {
  /** "GET /v1/customers/01M8…": answered by the API itself, and not refused. */
  answered: string[];
  /** Buttons that could be pressed, and those that were. */
  present: Button[];
  pressed: Button[];
}

/** Where buttons are that every page has around it. */
export const EVERYWHERE = 'everywhere';

export interface Button {
  page: string;
  /** What the message says that it stands in. Messages stay while pages change, so those of one kind are the same on all. */
  message?: string;
  role: string;
  name: string;
}

interface Seen extends Button {
  isPressed: boolean;
}

const BINDING = 'navaiaUsage';
/** The name under which a test hands it to the reporter. */
export const ATTACHMENT = 'usage';

export class UsageRecorder {
  readonly #answered = new Set<string>();
  readonly #present = new Set<string>();
  readonly #pressed = new Set<string>();

  async over(context: BrowserContext): Promise<void> {
    context.on('response', (response) => {
      // An answer that the test made up has no id of the API's.
      if (response.status() >= 400 || response.headers()['x-request-id'] === undefined) return;
      this.#answered.add(`${response.request().method()} ${new URL(response.url()).pathname}`);
    });
    await context.exposeBinding(BINDING, (_, seen: Seen[]) => {
      for (const { isPressed, ...button } of seen) (isPressed ? this.#pressed : this.#present).add(JSON.stringify(button));
    });
    await context.addInitScript(watchButtons, { binding: BINDING, everywhere: EVERYWHERE });
  }

  usage(): Usage {
    const buttons = (all: Set<string>) => [...all].map((each) => JSON.parse(each) as Button);
    return { answered: [...this.#answered], present: buttons(this.#present), pressed: buttons(this.#pressed) };
  }
}

/** Runs in every page, before its own scripts. */
function watchButtons({ binding, everywhere }: { binding: string; everywhere: string }): void {
  const BUTTONS = 'button:not([role]), [role=button], [role=menuitem], [role=menuitemradio]';
  // The places of the portal, and the palette.
  const AROUND = 'nav, .mantine-Spotlight-content';
  const MESSAGE = '.mantine-Notification-root';
  const EVERY_MS = 200;
  const known = new Set<string>();

  function textOf(element: Element, without: string): string {
    const copy = element.cloneNode(true) as Element;
    for (const each of copy.querySelectorAll(without)) each.remove();
    return copy.textContent.replaceAll(/\s+/g, ' ').trim();
  }
  function seenOf(button: Element, isPressed: boolean): Seen {
    const name = button.getAttribute('aria-label') ?? textOf(button, 'svg, kbd, [aria-hidden=true]');
    const seen = { page: button.closest(AROUND) ? everywhere : location.pathname, role: button.getAttribute('role') ?? 'button', name, isPressed };
    const message = button.closest(MESSAGE);
    return message ? { ...seen, page: everywhere, message: textOf(message, 'button') } : seen;
  }
  function isPressable(button: Element): boolean {
    return !button.matches(':disabled, [aria-disabled=true], [data-disabled=true], [data-loading=true]') && button.closest('[aria-hidden=true], [inert]') === null && button.checkVisibility({ visibilityProperty: true });
  }
  function tell(buttons: Element[], isPressed: boolean): void {
    // The other language shows the same buttons.
    if (document.documentElement.lang !== 'en') return;
    const fresh = buttons.flatMap((button) => {
      const seen = seenOf(button, isPressed);
      const key = JSON.stringify(seen);
      if (known.has(key)) return [];
      known.add(key);
      return [seen];
    });
    if (fresh.length === 0) return;
    const send = (window as unknown as Record<string, (seen: unknown) => Promise<void>>)[binding];
    // The page may be gone before it is told.
    send?.(fresh).catch(() => undefined);
  }
  const look = () => tell([...document.querySelectorAll(BUTTONS)].filter(isPressable), false);

  let isDue = false;
  new MutationObserver(() => {
    if (isDue) return;
    isDue = true;
    setTimeout(() => {
      isDue = false;
      look();
    }, EVERY_MS);
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled', 'aria-label', 'aria-hidden', 'data-disabled'] });

  // By the mouse and by keys. Some do what they do before the click.
  for (const event of ['pointerdown', 'click']) {
    addEventListener(
      event,
      ({ target }) => {
        const button = target instanceof Element ? target.closest(BUTTONS) : null;
        if (!button) return;
        look();
        tell([button], true);
      },
      true,
    );
  }
}
