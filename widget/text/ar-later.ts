import type { LaterTexts } from './en-later.ts'
import { plural } from './plural.ts'

/** What is inserted keeps its own direction: an address or a number is read from left to right. */
const own = (text: string): string => `\u2068${text}\u2069`
const number = (value: number): string => value.toLocaleString('ar')

/** The Arabic sentences of the later steps. */
export const laterAr: LaterTexts = {
  unknownPage: {
    title: 'لا توجد صفحة حجز هنا',
    detail: 'ربما كُتب العنوان بشكل خاطئ، أو لم تعد الصفحة مستخدمة. اطلب رابطًا جديدًا ممن أعطاك إياه.',
  },
  nothingToBook: 'لا يمكن حجز أي شيء هنا في الوقت الحالي.',
  masterPage: { heading: 'ماذا تود أن تحجز؟' },

  rep: {
    heading: 'من تود أن تقابل؟',
    headingAfterTime: 'مع من؟',
    free: plural('ar', {
      zero: 'لا أحد متاح في هذا الوقت.',
      one: 'شخص واحد متاح في هذا الوقت.',
      two: 'شخصان متاحان في هذا الوقت.',
      few: '# أشخاص متاحون في هذا الوقت.',
      many: '# شخصًا متاحًا في هذا الوقت.',
      other: '# شخص متاح في هذا الوقت.',
    }),
    anyoneHint: 'نحن نختار لك.',
    none: 'لم يعد أحد متاحًا في هذا الوقت',
    otherTime: 'اختر وقتًا آخر',
  },

  week: { previous: 'الأسبوع السابق', next: 'الأسبوع التالي', none: 'لا توجد أوقات متاحة في هذا الأسبوع.' },
  zone: { search: 'مدينة أو بلد أو فارق التوقيت', none: 'لا توجد منطقة زمنية بهذا الاسم.' },

  noTimes: {
    inMonth: (month) => `لا توجد أوقات متاحة في ${month}`,
    findNext: 'انتقل إلى اليوم المتاح التالي',
    searching: 'جارٍ البحث عن اليوم المتاح التالي…',
    noneAtAllDetail: 'يرجى المحاولة لاحقًا أو التواصل معنا مباشرة.',
    noneAtAll: 'لا توجد أوقات متاحة في الأشهر القادمة',
  },

  taken: {
    person: (name) => `لم يعد ${own(name)} متاحًا في هذا الوقت`,
    detail: 'كل ما كتبته محفوظ. هذه أقرب الأوقات المتاحة:',
    detailNone: 'كل ما كتبته محفوظ. يرجى اختيار وقت آخر.',
    otherTimes: 'عرض كل الأوقات المتاحة',
    chosen: (moment) => `الوقت الجديد: ${own(moment)}. اضغط «تم» لحجزه.`,
  },

  details: {
    heading: 'بياناتك',
    headingOther: 'بيانات العميل',
    forSomeoneElse: 'هل تحجز لشخص آخر؟',
    forSomeoneElseHint: 'اكتب بيانات ذلك الشخص: الموعد وكل الرسائل المتعلقة به تصل إليه، لا إليك.',
    name: 'اسمك',
    nameOther: 'اسم الشخص',
    email: 'بريدك الإلكتروني',
    emailOther: 'البريد الإلكتروني للشخص',
    emailHint: 'يصل التأكيد إلى هذا العنوان.',
    phone: 'رقم هاتفك',
    phoneOther: 'رقم هاتف الشخص',
    phoneHintCall: 'الرقم الذي سنتصل به.',
    country: 'بلد رقم الهاتف',
    phoneRead: (phone) => `فُهم الرقم هكذا: \u2066${phone}\u2069`,
    guests: 'الضيوف',
    guestsHint: 'تصلهم دعوة أيضًا. عشرة على الأكثر.',
    addGuest: 'أضف ضيفًا',
    guestEmail: (place) => `البريد الإلكتروني للضيف ${number(place)}`,
    removeGuest: (place) => `أزل الضيف ${number(place)}`,
    guestAdded: 'أضيف حقل لضيف آخر.',
    guestRemoved: 'أزيل الضيف.',
    addNote: 'أضف ملاحظة',
    note: 'ملاحظة',
    noteHint: 'يمكن لجميع المدعوين قراءتها.',
    review: 'ما سيتم حجزه',
    forWhom: 'لـ',
    choose: 'يرجى الاختيار',
    done: 'تم',
    sending: 'جارٍ الحجز…',
  },

  wrong: {
    heading: plural('ar', {
      one: 'حقل واحد يحتاج إلى مراجعة',
      two: 'حقلان يحتاجان إلى مراجعة',
      few: '# حقول تحتاج إلى مراجعة',
      many: '# حقلًا يحتاج إلى مراجعة',
      other: '# حقل يحتاج إلى مراجعة',
    }),
    required: 'يرجى ملء هذا الحقل.',
    choose: 'يرجى اختيار إجابة.',
    consent: 'يرجى وضع علامة هنا للمتابعة.',
    email: `لا يبدو هذا عنوان بريد إلكتروني، مثل ${own('jane@example.com')}.`,
    phone: 'لا يمكن قراءة هذا الرقم. جرب كتابته مع رمز البلد، مثل \u2066+971 4 123 4567\u2069.',
    number: 'يرجى إدخال رقم.',
    other: 'يرجى مراجعة هذا الحقل.',
  },

  done: {
    heading: 'تم الحجز',
    headingRequested: 'تم إرسال طلبك',
    mailed: (email) => `التأكيد في طريقه إلى ${own(email)}.`,
    requested: (email) => `الوقت محفوظ لك في انتظار الموافقة. سيُرسل الرد إلى ${own(email)}.`,
    calendar: 'أضف إلى التقويم',
    file: 'Apple وغيره (.ics)',
    manage: 'تغيير أو إلغاء',
    another: 'احجز موعدًا آخر',
  },

  manage: {
    title: 'موعدك',
    reschedule: 'اختر وقتًا آخر',
    cancel: 'إلغاء الموعد',
    calendar: 'أضف إلى التقويم',
    requested: 'لا يزال هذا الموعد في انتظار الموافقة.',
    cancelled: 'تم إلغاء هذا الموعد',
    declined: 'تعذر قبول هذا الموعد',
    expired: 'لم يُجب عن هذا الطلب في الوقت المحدد',
    past: 'انتهى هذا الموعد',
    pastDetail: 'لم يعد من الممكن تغييره.',
    invalid: 'لم يعد هذا الرابط صالحًا',
    invalidDetail: 'ربما تغير الموعد منذ ذلك الحين. استخدم الرابط الموجود في أحدث رسالة وصلتك.',
    keepTime: 'الإبقاء على الوقت الحالي',
    who: 'مع من؟',
    keepRep: (name) => `${own(name)}، كما كان`,
    anyone: 'أي شخص متاح',
    confirmHeading: 'هل تريد نقل الموعد؟',
    from: 'من',
    to: 'إلى',
    move: 'نقل الموعد',
    moving: 'جارٍ النقل…',
    moved: 'تم نقل الموعد',
    movedDetail: 'رسالة بالوقت الجديد في طريقها إليك.',
    cancelHeading: 'هل تريد إلغاء هذا الموعد؟',
    cancelReason: 'لماذا؟ يساعدنا ذلك على الاستعداد',
    cancelYes: 'نعم، ألغِه',
    cancelNo: 'لا، أبقِه',
    cancelling: 'جارٍ الإلغاء…',
    cancelledNow: 'تم إلغاء الموعد',
    cancelledDetail: 'سيُبلَّغ جميع المدعوين.',
  },
}
