import { pieces } from '@/lib/text/untrusted';
import classes from './Untrusted.module.css';

interface Props {
  text: string;
  className?: string;
  /** One line. Too long a one loses its end, also where it runs against the direction of the page. */
  isLine?: boolean;
}

/** Text that anybody may have written: in its own direction, with characters that hide or reorder made visible. */
export function Untrusted({ text, className, isLine = false }: Props) {
  return (
    <bdi dir="auto" className={isLine ? classes.line : className}>
      {pieces(text).map((piece, index) =>
        'text' in piece ? (
          piece.text
        ) : (
          <span key={index} className={classes.hidden} dir="ltr">
            {piece.code}
          </span>
        ),
      )}
    </bdi>
  );
}
