/**
 * What the shop's things look like, in two tones on a square of 240: `a` is the body, `b` what is
 * on it. Drawn for this shop.
 */
export type Shape = keyof typeof SILHOUETTES

const line = (path: string, width = 5): string =>
  `<path d="${path}" fill="none" class="bl" stroke-width="${width}" stroke-linecap="round"/>`

export const SILHOUETTES = {
  shoe: `<path class="a" d="M42 150V108q0-9 9-9q11 9 24 6q12-3 17-16q9-2 14 6l27 33q8 9 27 11
    q36 3 40 20v8H42z"/><path class="b" d="M36 158h166v6q0 11-12 11H48q-12 0-12-11z"/>
    ${line('M101 105l16-9M111 117l16-9M121 129l16-9')}<path class="b" d="M42 128q22 2 36 22H42z"/>`,
  trail: `<path class="a" d="M40 146V102q0-9 9-9q12 10 26 6q12-4 17-17q10-2 15 6l28 36q8 9 27 11
    q36 3 40 20v8H40z"/><path class="b" d="M34 154h170v10l-8 10h-10l-6-8h-8l-6 8h-14l-6-8h-8l-6 8h-14
    l-6-8h-8l-6 8H84l-6-8h-8l-6 8H46l-12-10z"/>${line('M101 98l17-10M112 111l17-10M123 124l17-10')}
    ${line('M54 150q14-26 44-26', 7)}`,
  boot: `<path class="a" d="M66 150V56q0-6 6-6h54q6 0 6 6v46q4 16 24 20q38 6 40 28z"/>
    <path class="b" d="M60 150h138v12q0 8-8 8h-82v-6H96v12H66q-6 0-6-6z"/>
    ${line('M106 72h26M106 88h26M108 104h26')}<path class="b" d="M66 50h66v12H66z"/>`,
  sandal: `<path class="b" d="M36 150q0-9 10-9h60q30 0 60 3t40 8q6 18-12 18H48q-12 0-12-12z"/>
    <path class="a" d="M48 141q-4-44 12-48l12 4q-8 22 2 44zM118 141q6-38 40-44l14 10q-22 8-26 36z"/>
    <path class="a" d="M64 98q40 2 62 30l-10 12q-20-28-56-30z"/>`,
  jacket: `<path class="a" d="M88 52h64l34 18 18 84-26 6-12-48v84H74v-84l-12 48-26-6 18-84z"/>
    <path class="b" d="M88 52q32 30 64 0l-10 34h-44z"/>${line('M120 86v108', 4)}
    ${line('M84 154h22M134 154h22')}`,
  knit: `<path class="a" d="M92 56q28 16 56 0l36 18 20 88-26 6-12-46v76H74v-76l-12 46-26-6 20-88z"/>
    <path class="b" d="M74 184h92v14H74zM34 158l29 7-3 13-29-7zM206 158l-29 7 3 13 29-7z"/>
    ${line('M80 112h80M80 130h80', 6)}<path class="b" d="M92 56q28 28 56 0l4 10q-32 26-64 0z"/>`,
  shirt: `<path class="a" d="M92 58q28 22 56 0l40 22 14 44-30 8-6-18v80H74v-80l-6 18-30-8 14-44z"/>
    <path class="b" d="M92 58q28 22 56 0l6 4q-34 32-68 0z"/><path class="b" d="M130 106h22v24h-22z"/>`,
  trousers: `<path class="a" d="M80 48h80l14 146h-36l-18-94-18 94H66z"/>
    <path class="b" d="M80 48h80l1 15H79z"/>${line('M92 63l-8 26M148 63l8 26', 4)}`,
  sock: `<path class="a" d="M92 48h54v80q0 10 8 16l26 18q20 16 6 30-14 12-34 2l-46-30q-14-10-14-26z"/>
    <path class="b" d="M92 48h54v22H92zM180 162q20 16 6 30-9 8-20 7 4-22-6-51zM92 138q14 22 0 26
    l-2-20z"/>`,
  bag: `<path class="a" d="M66 92q0-24 24-24h60q24 0 24 24v86q0 14-14 14H80q-14 0-14-14z"/>
    ${line('M98 70q0-24 22-24t22 24', 8)}<path class="b" d="M84 132h72v38q0 8-8 8H92q-8 0-8-8z"/>
    ${line('M84 108h72', 6)}`,
  cap: `<path class="a" d="M52 146q0-66 66-66t66 66z"/><path class="b" d="M108 146h76q36 4 38 20
    -44-10-114-6z"/><circle class="b" cx="118" cy="80" r="7"/>${line('M118 82q-26 20-28 62', 4)}`,
  jar: `<path class="a" d="M76 84h88q10 12 10 26v66q0 18-18 18H84q-18 0-18-18v-66q0-14 10-26z"/>
    <path class="b" d="M78 52h84q6 0 6 6v16q0 6-6 6H78q-6 0-6-6V58q0-6 6-6zM66 116h108v46H66z"/>`,
  bottle: `<path class="a" d="M106 44h28v38q26 16 26 46v54q0 12-12 12H92q-12 0-12-12v-54q0-30 26-46z"/>
    <path class="b" d="M104 36h32v20h-32zM80 128h80v40H80z"/>`,
  carton: `<path class="a" d="M78 92l24-34h58l-10 34v102H78zM150 92l10-34 14 34v102h-24z"/>
    <path class="b" opacity=".45" d="M150 92l10-34 14 34v102h-24z"/>    <path class="b" d="M102 44h58v14h-58zM78 124q36-18 72 0v40q-36 18-72 0z"/>`,
  bread: `<path class="a" d="M44 132q-10-48 36-52h80q46 4 36 52l-6 44q-2 10-12 10H62q-10 0-12-10z"/>
    ${line('M84 100l16 34M116 96l16 36M148 96l14 32', 8)}`,
  fruit: `<path class="a" d="M120 84q14-18 38-8 34 16 22 66-12 50-42 50-10 0-18-5-8 5-18 5-30 0-42-50
    -12-50 22-66 24-10 38 8z"/><path class="b" d="M122 78q0-30 36-36-2 32-36 36z"/>
    ${line('M120 86q-2-20-12-30')}`,
  can: `<path class="a" d="M72 66h96v112q0 14-48 14t-48-14z"/><ellipse class="b" cx="120" cy="66"
    rx="48" ry="13"/><path class="b" d="M72 102q48 16 96 0v48q-48 16-96 0z"/>`,
  box: `<path class="a" d="M62 82h116v108H62z"/><path class="b" d="M62 82l18-28h80l18 28zM108 54h24
    v60h-24z"/>${line('M80 168h36', 6)}`,
  leaf: `<path class="a" d="M120 196Q52 160 62 96 70 52 120 44q50 8 58 52 10 64-58 100z"/>
    ${line('M120 196V84M120 150l-30-24M120 150l30-24M120 118l-22-18M120 118l22-18')}`,
  banana: `<path class="a" d="M70 84q2 82 82 96 36 6 52-14-70-6-98-70-6-14-4-30l-20-6q-12 8-12 24z"/>
    <path class="b" d="M82 60l20 6 4-18-14-6zM204 166l-22 14 4 8q18-4 26-14z"/>`,
  egg: `<ellipse class="a" cx="84" cy="122" rx="26" ry="36"/><ellipse class="a" cx="156" cy="122"
    rx="26" ry="36"/><ellipse class="a" cx="120" cy="112" rx="28" ry="39"/>
    <path class="b" d="M46 136h148l-12 48q-2 8-10 8H68q-8 0-10-8z"/>`,
  packet: `<path class="a" d="M74 54h92l8 18-6 96 8 24H64l8-24-6-96z"/>
    <path class="b" d="M74 54h92l4 10H70zM68 182h104l4 10H64z"/><circle class="b" cx="120" cy="118"
    r="28"/>`,
  cheese: `<path class="a" d="M44 128L162 66q34 22 36 62v54H44z"/><path class="b" d="M44 128h154v12H44z"/>
    <circle class="b" cx="92" cy="162" r="10"/><circle class="b" cx="146" cy="158" r="14"/>
    <circle class="b" cx="150" cy="104" r="9"/>`,
  meat: `<path class="a" d="M52 128q-4-56 62-60 76-4 82 54 4 44-40 56-40 10-66 0-36-14-38-50z"/>
    <path class="b" d="M84 124q0-28 38-30 42-2 44 26 2 24-28 30-52 6-54-26z"/>
    <circle class="a" cx="112" cy="120" r="10"/>`,
  fish: `<path class="a" d="M40 122q54-62 118-14l40-28q-8 42 0 84l-40-28q-64 48-118-14z"/>
    <circle class="b" cx="74" cy="116" r="6"/>${line('M106 98q16 24 0 48M126 104q10 18 0 36')}`,
  flower: `${line('M120 120v76M120 172q-26-4-34-26M120 180q26-4 34-26', 7)}
    <g class="a"><circle cx="120" cy="62" r="22"/><circle cx="152" cy="84" r="22"/>
    <circle cx="140" cy="120" r="22"/><circle cx="100" cy="120" r="22"/><circle cx="88" cy="84" r="22"/>
    </g><circle class="b" cx="120" cy="94" r="18"/>`,
  sheet: `<path class="a" d="M74 46h68l28 28v120H74z"/><path class="b" d="M142 46l28 28h-28z"/>
    ${line('M92 104h60M92 128h60M92 152h36', 7)}`,
} as const
