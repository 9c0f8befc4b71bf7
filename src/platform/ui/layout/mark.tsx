const side = 5.2;
const step = 6.6;

/** Nine small squares in a lozenge: nine partnerships, one city, brass in the middle. */
export const Mark = ({ size = 28 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="-13.4 -13.4 26.8 26.8" aria-hidden="true" focusable="false">
    <g transform="rotate(45)">
      {[-1, 0, 1].flatMap((row) =>
        [-1, 0, 1].map((column) => (
          <rect
            class={row === 0 && column === 0 ? 'm-mark__centre' : 'm-mark__square'}
            x={(column * step - side / 2).toFixed(1)}
            y={(row * step - side / 2).toFixed(1)}
            width={side}
            height={side}
          />
        )),
      )}
    </g>
  </svg>
);
