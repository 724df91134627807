import { laterAr } from './ar-later.ts'
import type { Texts } from './en.ts'

const ar: Texts = {
  language: 'ar',
  direction: 'rtl',
  loading: 'جارٍ التحميل…',
  optional: '(اختياري)',
  change: 'تغيير',
  changeWhat: (what) => `تغيير ${what}`,
  anyone: 'أي شخص متاح',

  popup: { open: 'احجز موعدًا', close: 'إغلاق' },

  location: { phone: 'مكالمة هاتفية', 'in-person': 'حضوريًا', link: 'عبر الإنترنت', other: 'حسب الاتفاق' },

  failure: {
    unreachable: 'لا يوجد اتصال',
    unreachableDetail: 'تعذر الوصول إلى الخادم. تحقق من اتصالك وحاول مرة أخرى.',
    unexpected: 'حدث خطأ ما',
    unexpectedDetail: 'يرجى المحاولة مرة أخرى بعد لحظات.',
    tooMany: 'محاولات كثيرة جدًا',
    tooManyDetail: 'يرجى الانتظار دقيقة ثم المحاولة مرة أخرى.',
    again: 'حاول مرة أخرى',
  },

  summary: {
    heading: 'اختيارك',
    eventType: 'الموعد',
    rep: 'مع',
    when: 'متى',
    where: 'أين',
    day: 'اليوم',
    time: 'الوقت',
    person: 'الشخص',
    kind: 'الموعد',
  },

  eventType: { heading: 'ماذا تود أن تحجز؟' },
  day: {
    heading: 'اختر يومًا',
    previousMonth: 'الشهر السابق',
    nextMonth: 'الشهر التالي',
    free: 'توجد أوقات متاحة',
    notFree: 'لا توجد أوقات متاحة',
    today: 'اليوم',
    month: 'شهر',
    week: 'أسبوع',
  },
  time: {
    heading: 'اختر وقتًا',
    none: 'لم تعد هناك أوقات متاحة في هذا اليوم.',
    otherDay: 'اختر يومًا آخر',
    morning: 'صباحًا',
    afternoon: 'بعد الظهر',
    evening: 'مساءً',
    zone: 'المنطقة الزمنية',
    pickDay: 'اختر يومًا مميزًا لعرض أوقاته المتاحة.',
  },
}

/** Arabic. */
export const tables = { now: ar, later: laterAr }
