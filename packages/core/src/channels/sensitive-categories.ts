/**
 * Categories that say something sensitive about whoever is interested in them: never a condition of
 * an audience, never a reason for an ad, and an ad about one is never chosen by what somebody did.
 *
 * From the IAB Tech Lab's Content Taxonomy 3.1, Audience Taxonomy 1.1 and Ad Product Taxonomy 2.0
 * (CC BY 3.0), changed: the sensitive column of Content 3.1 is shifted by rows (issue 24 there,
 * open since 2023), so that the flags of 2.2 are taken, which stand at the right rows; and what 2.2
 * left out is added. What no taxonomy has (sexual orientation, unions, a criminal record) is added
 * by name. A category is known by its name, or as `iab-content:286`, `iab-audience:386`,
 * `iab-product:1002` or, of Content 1.0, `iab-content-1:IAB7-39`; of a path (`health/diabetes`)
 * each part counts. Of Content 1.0, which has no sensitive column, whole tiers are.
 */

/** Ids of Content Taxonomy 3.1, by name. */
const CONTENT: readonly (readonly [name: string, id: string])[] = [
  ['Adoption and Fostering', '193'],
  ['Adult & Explicit Sexual Content', 'Rm3SiT'],
  ['Agnosticism', '454'],
  ['Alcoholic Beverages', '211'],
  ['Allergies', '288'],
  ['Alternative Medicine', '233'],
  ['Arms & Ammunition', 'avbNf2'],
  ['Astrology', '456'],
  ['Atheism', '457'],
  ['Bankruptcy', '65'],
  ['Bereavement', '187'],
  ['Biological Sciences', '465'],
  ['Birth Control', '303'],
  ['Blood Disorders', '306'],
  ['Bodybuilding', '549'],
  ['Bone and Joint Conditions', '312'],
  ['Brain and Nervous System Disorders', '313'],
  ['Buddhism', '458'],
  ['Cancer', '314'],
  ['Casinos & Gambling', '181'],
  ["Children's Health", '224'],
  ['Christianity', '459'],
  ['Cold and Flu', '315'],
  ['Cosmetic Medical Services', '323'],
  ['Crime', '380'],
  ['Crime & Harmful Acts to Individuals, Society & Human Right Violations', 'XtODT3'],
  ['Dating', '188'],
  ['Death, Injury, or Military Conflict', 'I4GWl6'],
  ['Debated Sensitive Social Issues', 'Z7rJBM'],
  ['Dental Health', '316'],
  ['Diabetes', '317'],
  ['Digestive Disorders', '318'],
  ['Diseases and Conditions', '287'],
  ['Divorce', '189'],
  ['Ear, Nose and Throat Conditions', '289'],
  ['Eldercare', '190'],
  ['Elections', '387'],
  ['Endocrine and Metabolic Diseases', '290'],
  ['Eye and Vision Conditions', '294'],
  ['First Aid', '299'],
  ['Foot Health', '295'],
  ['Genetics', '468'],
  ['Hate Speech and Acts of Aggression', 'HxqYV1'],
  ['Health Insurance', '399'],
  ['Heart and Cardiovascular Diseases', '296'],
  ['Herbs and Supplements', '234'],
  ['Hinduism', '460'],
  ['Holistic Health', '235'],
  ['Hormonal Disorders', '291'],
  ['Illegal Drugs, Tobacco, eCigarettes, Vaping, Alcohol', 'pg0WhF'],
  ['Infectious Diseases', '297'],
  ['Infertility', '304'],
  ['Injuries', '298'],
  ['Islam', '461'],
  ['Judaism', '462'],
  ['Lung and Respiratory Health', '300'],
  ['Marriage and Civil Unions', '191'],
  ['Medical Health', '286'],
  ['Medical Tests', '319'],
  ["Men's Health", '228'],
  ['Menopause', '292'],
  ['Mental Health', '301'],
  ['Obscenity and Profanity', 'j9PaO9'],
  ['Online Piracy', 'mm3UXx'],
  ['Parenting Babies and Toddlers', '196'],
  ['Personal Debt', '405'],
  ['Personal Investing', '410'],
  ['Pharmaceutical Drugs', '320'],
  ['Physical Therapy', '236'],
  ['Poker and Professional Gambling', '524'],
  ['Political Event', '174'],
  ['Political Issues & Policy', '388'],
  ['Politics', '386'],
  ['Pregnancy', '305'],
  ['Religion & Spirituality', '453'],
  ['Reproductive Health', '302'],
  ['Senior Health', '230'],
  ['Sensitive Topics', 'v9i3On'],
  ['Sexual Conditions', '308'],
  ['Sexual Health', '307'],
  ['Sikhism', '463'],
  ['Single Life', '200'],
  ['Skin and Dermatology', '309'],
  ['Sleep Disorders', '310'],
  ['Smoking Cessation', '237'],
  ['Spam or Harmful Content', '6i4dB6'],
  ['Special Education', '136'],
  ['Special Needs Kids', '199'],
  ['Spirituality', '455'],
  ['Substance Abuse', '311'],
  ['Surgery', '321'],
  ['Terrorism', '8FD8nI'],
  ['Thyroid Disorders', '293'],
  ['Vaccines', '322'],
  ['Weight Loss', '231'],
  ["Women's Health", '238'],
  ['World Cuisines', '214'],
]

/** Ids of Ad Product Taxonomy 2.0, by name. */
const PRODUCT: readonly (readonly [name: string, id: string])[] = [
  ['Adult Products and Services', '1001'],
  ['Alcohol', '1002'],
  ['Cannabis', '1049'],
  ['Cannabis Consumables', '1050'],
  ['Cannabis Drinks', '1051'],
  ['Cannabis Edibles', '1052'],
  ['Cannabis Equipment', '1053'],
  ['Cannabis Stores', '1054'],
  ['Cannabis Stocks', '1055'],
  ['Dating', '1259'],
  ['Debated Sensitive Social Issue', '1262'],
  ['Dieting and Weightloss', '1291'],
  ['Gambling', '1361'],
  ['Health and Medical Services', '1378'],
  ['Legal Services', '1416'],
  ['Non-Fiat Currency', '1448'],
  ['Pharmaceuticals', '1473'],
  ['Politics', '1474'],
  ['Political Action Committees', '1477'],
  ['Political Analysis and Opinion', '1478'],
  ['Political candidates', '1479'],
  ['Political Donations', '1480'],
  ['Religion and Spirituality', '1487'],
  ['Sexual Health', '1519'],
  ['Tobacco', '1544'],
  ['Weapons and Ammunition', '1576'],
  ['Bars', '1003'],
  ['Beer', '1004'],
  ['Hard Sodas, Seltzers, Alco Pops', '1005'],
  ['Spirits', '1006'],
  ['Wine', '1007'],
  ['CBD Consumables', '1056'],
  ['CBD Topicals', '1057'],
  ['Casual Relationships', '1260'],
  ['Serious Relationships', '1261'],
  ['Food Logging', '1292'],
  ['Weightloss Services', '1293'],
  ['Workout and Step Tracking Applications', '1294'],
  ['Casinos', '1362'],
  ['Contests', '1363'],
  ['Give Aways', '1364'],
  ['Lottery', '1365'],
  ['Sports Betting', '1366'],
  ['Virtual Betting', '1367'],
  ['Alternative and Natural Medicine', '1379'],
  ['Assisted Living', '1380'],
  ['Chiropractors', '1381'],
  ['Clinical Research', '1382'],
  ['Cosmetic Medical Services', '1383'],
  ['Dental Care', '1384'],
  ['Dermatology', '1385'],
  ['Drugstores and Pharmacies', '1386'],
  ['Fertility and Family Planning', '1387'],
  ['General Practitioners', '1388'],
  ['Home Healthcare', '1389'],
  ['Hospitals', '1390'],
  ['Mental Health', '1391'],
  ['Physical Therapists', '1392'],
  ['Service Provider Search and Scheduling', '1393'],
  ['Symptom Monitoring Apps', '1394'],
  ['Vision Care', '1395'],
  ['Lawyers', '1417'],
  ['Bail Bonds', '1418'],
  ['Cryptocurrency Exchanges', '1449'],
  ['Cryptocurrency Stock', '1450'],
  ['NFTs', '1451'],
  ['Ballot measures', '1475'],
  ['Elections', '1476'],
  [
    'Referendums or promoting causes; eg: Healthcare reform, energy trades (Oil/Solar), etc...',
    '1481',
  ],
  ['Astrology', '1488'],
  ['Prayer and Mindfullness Applications', '1489'],
  ['Prayer and worship services', '1490'],
  ['Religious causes', '1491'],
  ['Religious charities', '1492'],
  ['Religious organizations', '1493'],
  ['Contraceptives', '1520'],
  ['Doctor Perscribed Medicines', '1521'],
  ['Fertility Tracking Applications', '1522'],
  ['Non-perscribed Performance Enhancers', '1523'],
  ['Cigars', '1545'],
  ['Cigarettes', '1546'],
  ['Smokeless Tobacco', '1547'],
  ['Vaping', '1548'],
  ['Vaping Cartridges', '1549'],
  ['Vaporizors', '1550'],
  ['Ammunition', '1577'],
  ['Guns', '1578'],
  ['Gun Accessories', '1579'],
  ['Gun Shows and Auctions', '1580'],
  ['Non-Projectile Weapons', '1581'],
  ['Taser and Stun Guns', '1582'],
]

/** Ids of Audience Taxonomy 1.1: its names are ordinary words, and count by id alone. */
const AUDIENCE_RANGES: readonly (readonly [first: number, last: number])[] = [
  [48, 52],
  [60, 60],
  [98, 100],
  [156, 156],
  [159, 162],
  [164, 164],
  [381, 404],
  [406, 421],
  [466, 466],
  [522, 532],
  [551, 551],
  [1095, 1095],
  [1344, 1344],
  [1387, 1387],
  [1426, 1426],
  [1448, 1470],
]

const OWN_NAMES: readonly string[] = [
  'abortion',
  'addiction',
  'asylum',
  'citizenship',
  'criminal record',
  'debt',
  'disability',
  'ethnicity',
  'gender identity',
  'health',
  'hiv',
  'immigration',
  'lgbt',
  'lgbtq',
  'medical',
  'medicine',
  'mental health',
  'political opinion',
  'pregnancy',
  'race',
  'religion',
  'sexual orientation',
  'sexuality',
  'trade union',
  'union membership',
]

const NAMES = new Set(
  [...OWN_NAMES, ...[...CONTENT, ...PRODUCT].map(([name]) => name)].map(normalize),
)
const IDS = new Set([
  ...CONTENT.map(([, id]) => `iab-content:${id}`.toLowerCase()),
  ...PRODUCT.map(([, id]) => `iab-product:${id}`),
])
const AUDIENCE_ID = /^iab-audience:(\d{1,6})$/

/**
 * Of Content 1.0: family and parenting, health, politics and law, society, religion, what is adult
 * or illegal; special education, alcohol, card games, cigars, debt.
 */
const CONTENT_1 =
  /^iab-content-1:iab(?:(?:6|7|11|14|23|25|26)(?:-\d{1,2})?|5-14|8-5|8-18|9-7|9-9|13-2)$/

/** The same few categories are asked about again and again. */
const JUDGED = new Map<string, boolean>()
const JUDGED_MAX = 10_000

/** @param category a name, a path of names, or an id of a taxonomy. */
export function isSensitiveCategory(category: string): boolean {
  const known = JUDGED.get(category)
  if (known !== undefined) return known
  const judged = judge(category)
  if (JUDGED.size < JUDGED_MAX) JUDGED.set(category, judged)
  return judged
}

function judge(category: string): boolean {
  const text = category.trim().toLowerCase()
  const audience = AUDIENCE_ID.exec(text)
  if (audience !== null) {
    const id = Number(audience[1])
    return AUDIENCE_RANGES.some(([first, last]) => id >= first && id <= last)
  }
  if (IDS.has(text) || CONTENT_1.test(text)) return true
  return [text, ...text.split(/[/>|]/)].some((part) => NAMES.has(normalize(part)))
}

/** Case, accents, the form of "and" and of spaces make no difference. */
function normalize(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain.replace(/&/g, ' and ').split(/[^\p{L}\p{N}]+/u)
  return words.filter((word) => word !== '').join(' ')
}
