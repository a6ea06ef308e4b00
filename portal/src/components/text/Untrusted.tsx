import { pieces } from '@/lib/text/untrusted';
import classes from './Untrusted.module.css';

/** Text that anybody may have written: in its own direction, with characters that hide or reorder made visible. */
export function Untrusted({ text, className }: { text: string; className?: string }) {
  return (
    <bdi dir="auto" className={className}>
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
