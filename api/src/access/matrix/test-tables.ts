// What every role is answered, written from what each is there for, by hand: it knows nothing of the table in
// shared that the product decides by.

/** `their`: the same question about an alarm of the other centre. */
const table = `
                 session board log command dossier earlier connect listen ready hear outbox signals demo tile map socket their-log their-command their-dossier their-earlier their-listen their-ready their-hear raise wearers desk-search their-raise aside times jobs tasks near their-near
  nobody         401     401   401 401     401     401     401     401    401   401  401    401     200  401  401 no     401       401           401           401           401          401         401        401   401     401         401         401   401   401  401   401  401
  centralist     200     200   200 200     200     200     200     200    200   200  403    403     200  200  200 yes    404       404           404           404           404          404         404        409   200     200         404         403   403   403  403   200  404
  supervisor     200     200   200 200     200     200     200     200    200   200  200    200     200  200  200 yes    404       404           404           404           404          404         404        409   200     200         404         200   200   200  200   200  404
  oov-officer    200     403   403 403     403     403     403     403    403   403  403    403     200  200  200 no     403       403           403           403           403          403         403        403   403     403         403         403   403   403  403   403  403
  griffier       200     403   403 403     403     403     403     403    403   403  403    403     200  403  403 no     403       403           403           403           403          403         403        403   403     403         403         403   403   403  403   403  403
  secretary      200     403   403 403     403     403     403     403    403   403  403    403     200  403  403 no     403       403           403           403           403          403         403        403   403     403         403         403   403   403  403   403  403
  manager        200     403   403 403     403     403     403     403    403   403  403    403     200  403  403 no     403       403           403           403           403          403         403        403   403     403         403         403   403   403  403   403  403
  holder         200     403   403 403     403     403     403     403    403   403  403    403     200  403  403 no     403       403           403           403           403          403         403        403   403     403         403         403   403   403  403   403  403
  carer          200     403   403 403     403     403     403     403    403   403  403    403     200  403  403 no     403       403           403           403           403          403         403        403   403     403         403         403   403   403  403   403  403
  administrator  200     403   403 403     403     403     403     403    403   403  200    403     200  403  403 no     403       403           403           403           403          403         403        403   403     403         403         200   403   200  200   403  403
  supplier       200     403   403 403     403     403     403     403    403   403  403    403     200  403  403 no     403       403           403           403           403          403         403        403   403     403         403         403   403   403  403   403  403
  auditor        200     403   403 403     403     403     403     403    403   403  403    403     200  403  403 no     403       403           403           403           403          403         403        403   403     403         403         403   403   403  403   403  403
`;

/** The same of an incident file in whose circle everybody of the municipality is; `their`: of another's. */
const fileTable = `
                 files file fill let-in take-out looked csv their-file their-fill their-let-in their-looked pdf their-pdf versions their-versions
  nobody         401   401  401  401    401      401    401 401        401        401          401          401 401 401      401
  centralist     403   403  403  403    403      403    403 403        403        403          403          403 403 403      403
  supervisor     403   403  403  403    403      403    403 403        403        403          403          403 403 403      403
  oov-officer    200   200  200  200    404      200    200 404        404        404          404          200 404 200      404
  griffier       200   200  403  403    403      200    403 404        403        403          404          200 404 200      404
  secretary      200   200  403  403    403      200    403 404        403        403          404          200 404 200      404
  manager        200   200  403  403    403      200    403 404        403        403          404          200 404 200      404
  holder         403   403  403  403    403      403    403 403        403        403          403          403 403 403      403
  carer          403   403  403  403    403      403    403 403        403        403          403          403 403 403      403
  administrator  403   403  403  403    403      403    403 403        403        403          403          403 403 403      403
  supplier       403   403  403  403    403      403    403 403        403        403          403          403 403 403      403
  auditor        403   403  403  403    403      403    403 403        403        403          403          403 403 403      403
`;

/**
 * The same of the police's links; the alarm is not handed over, so nobody may share one yet. The page's own
 * doors know no roles: to whoever brings no link they say the same, logged in or not.
 */
const policeTable = `
                 share viewers enter view police-map report say their-share their-viewers
  nobody         401   401     410   401  401         401    401 401         401
  centralist     409   200     410   401  401         401    401 404         404
  supervisor     409   200     410   401  401         401    401 404         404
  oov-officer    403   403     410   401  401         401    401 403         403
  griffier       403   403     410   401  401         401    401 403         403
  secretary      403   403     410   401  401         401    401 403         403
  manager        403   403     410   401  401         401    401 403         403
  holder         403   403     410   401  401         401    401 403         403
  carer          403   403     410   401  401         401    401 403         403
  administrator  403   403     410   401  401         401    401 403         403
  supplier       403   403     410   401  401         401    401 403         403
  auditor        403   403     410   401  401         401    401 403         403
`;

/**
 * The same of a municipality, the centre's customer. Nothing is changed: its code is none of the list, its version is of
 * nobody's, and people belong to it.
 */
const customerTable = `
                 customers customer customer-add customer-change customer-end customer-versions their-customer their-customer-change their-customer-end their-customer-versions
  nobody         401       401      401          401             401          401               401            401                   401                401
  centralist     200       200      403          403             403          200               404            403                   403                404
  supervisor     200       200      403          403             403          200               404            403                   403                404
  oov-officer    403       403      403          403             403          403               403            403                   403                403
  griffier       403       403      403          403             403          403               403            403                   403                403
  secretary      403       403      403          403             403          403               403            403                   403                403
  manager        403       403      403          403             403          403               403            403                   403                403
  holder         403       403      403          403             403          403               403            403                   403                403
  carer          403       403      403          403             403          403               403            403                   403                403
  administrator  200       200      409          409             409          200               404            404                   404                404
  supplier       403       403      403          403             403          403               403            403                   403                403
  auditor        403       403      403          403             403          403               403            403                   403                403
`;

/**
 * The same of a plan, a municipality's own: whoever changes one comes with a version that is another by now, and nothing
 * waits for anybody.
 */
const planTable = `
                 plans plan plan-versions plan-propose plan-approve plan-refuse plan-withdraw their-plan their-plan-versions their-plan-propose their-plan-approve their-plan-refuse their-plan-withdraw
  nobody         401   401  401           401          401          401         401           401        401                 401                401                401               401
  centralist     403   403  403           403          403          403         403           403        403                 403                403                403               403
  supervisor     200   200  200           409          409          409         409           404        404                 404                404                404               404
  oov-officer    200   200  200           409          403          403         409           404        404                 404                403                403               404
  griffier       403   403  403           403          403          403         403           403        403                 403                403                403               403
  secretary      403   403  403           403          403          403         403           403        403                 403                403                403               403
  manager        403   403  403           403          403          403         403           403        403                 403                403                403               403
  holder         403   403  403           403          403          403         403           403        403                 403                403                403               403
  carer          403   403  403           403          403          403         403           403        403                 403                403                403               403
  administrator  403   403  403           403          403          403         403           403        403                 403                403                403               403
  supplier       403   403  403           403          403          403         403           403        403                 403                403                403               403
  auditor        403   403  403           403          403          403         403           403        403                 403                403                403               403
`;

/**
 * The same of a person who wears the centre's button, and of what is kept of whoever asks. Nothing is changed: each asks
 * upon a version that nobody saw.
 */
const personTable = `
                 persons person-sheet person-open person-add person-identity person-circumstances person-words person-agreements person-account person-accounts person-looks addresses own-sheet own-buttons own-alarms own-looks their-person-sheet their-person-open their-person-identity their-person-words their-person-looks their-person-accounts
  nobody         401     401          401         401        401             401                  401          401               401            401             401          401       401       401         401        401       401                401               401                   401                401                401
  centralist     403     403          403         403        403             403                  403          403               403            403             403          403       403       403         403        403       403                403               403                   403                403                403
  supervisor     200     200          200         409        409             409                  409          409               409            200             200          200       403       403         403        403       404                404               404                   404                404                404
  oov-officer    200     200          200         404        409             409                  409          403               409            200             200          200       403       403         403        403       404                404               404                   404                404                404
  griffier       403     403          403         403        403             403                  403          403               403            403             403          403       403       403         403        403       403                403               403                   403                403                403
  secretary      403     403          403         403        403             403                  403          403               403            403             403          403       403       403         403        403       403                403               403                   403                403                403
  manager        403     403          403         403        403             403                  403          403               403            403             403          403       403       403         403        403       403                403               403                   403                403                403
  holder         403     403          403         403        403             403                  403          403               403            403             403          403       200       200         200        200       403                403               403                   403                403                403
  carer          403     403          403         403        403             403                  403          403               403            403             403          403       403       403         403        403       403                403               403                   403                403                403
  administrator  403     403          403         403        403             403                  403          403               403            403             403          403       403       403         403        403       403                403               403                   403                403                403
  supplier       403     403          403         403        403             403                  403          403               403            403             403          403       403       403         403        403       403                403               403                   403                403                403
  auditor        403     403          403         403        403             403                  403          403               403            403             403          403       403       403         403        403       403                403               403                   403                403                403
`;

/**
 * The same of the programs that may ask something of a centre. Each question that changes one asks about one of its own,
 * so that none finds it ended by the one before.
 */
const programTable = `
                  programs make rename end token revoke their-rename their-end their-token their-revoke
  nobody          401      401  401    401 401   401    401          401       401         401
  centralist      403      403  403    403 403   403    403          403       403         403
  supervisor      403      403  403    403 403   403    403          403       403         403
  oov-officer     403      403  403    403 403   403    403          403       403         403
  griffier        403      403  403    403 403   403    403          403       403         403
  secretary       403      403  403    403 403   403    403          403       403         403
  manager         403      403  403    403 403   403    403          403       403         403
  holder          403      403  403    403 403   403    403          403       403         403
  carer           403      403  403    403 403   403    403          403       403         403
  administrator   200      200  200    200 200   200    404          404       404         404
  supplier        403      403  403    403 403   403    403          403       403         403
  auditor         403      403  403    403 403   403    403          403       403         403
`;

/**
 * Of a centre's settings; whoever may change one comes with a version that is another by now, nobody is reached by a
 * test where no way out is set, and whoever may call a control room called a number that no line has.
 */
const settingTable = `
                 settings periods period propose approve withdraw test     lines called
  nobody         401      401     401    401     401     401     401       401   401
  centralist     403      403     403    403     403     403     403       200   409
  supervisor     200      200     200    403     403     403     403       200   409
  oov-officer    403      403     403    403     403     403     403       403   403
  griffier       403      403     403    403     403     403     403       403   403
  secretary      403      403     403    403     403     403     403       403   403
  manager        403      403     403    403     403     403     403       403   403
  holder         403      403     403    403     403     403     403       403   403
  carer          403      403     403    403     403     403     403       403   403
  administrator  200      200     200    409     409     409     200       200   409
  supplier       403      403     403    403     403     403     403       403   403
  auditor        403      403     403    403     403     403     403       403   403
`;

/**
 * The same of one's own profile, where everybody may everything. A question that says nothing is enough to learn
 * whether it is listened to, and costs no hashing; only a holder may be without a second step.
 */
const profileTable = `
                 profile factors prove password key-options add-key name-key drop-key secret codes recovery end-session drop-codes end-others screen recovery-log-in timers add-timer move-timer drop-timer
  nobody         401     401     401   401      401         401     401      401      401    401   401      401         401        401        401    422            401    401       401        401
  centralist     200     200     422   422      200         409     404      404      200    409   422      404         409        200        200    422            200    422       404        200
  supervisor     200     200     422   422      200         409     404      404      200    409   422      404         409        200        200    422            200    422       404        200
  oov-officer    200     200     422   422      200         409     404      404      200    409   422      404         409        200        200    422            200    422       404        200
  griffier       200     200     422   422      200         409     404      404      200    409   422      404         409        200        200    422            200    422       404        200
  secretary      200     200     422   422      200         409     404      404      200    409   422      404         409        200        200    422            200    422       404        200
  manager        200     200     422   422      200         409     404      404      200    409   422      404         409        200        200    422            200    422       404        200
  holder         200     200     422   422      200         409     404      404      200    409   422      404         200        200        200    422            200    422       404        200
  carer          200     200     422   422      200         409     404      404      200    409   422      404         409        200        200    422            200    422       404        200
  administrator  200     200     422   422      200         409     404      404      200    409   422      404         409        200        200    422            200    422       404        200
  supplier       200     200     422   422      200         409     404      404      200    409   422      404         409        200        200    422            200    422       404        200
  auditor        200     200     422   422      200         409     404      404      200    409   422      404         409        200        200    422            200    422       404        200
`;

/** The same of who looked and who changed what, and of privacy requests; `request` is each centre's own. */
const auditTable = `
                 audit audit-line audit-csv subjects breach breach-csv requests request record act access their-request their-act their-access their-breach their-line
  nobody         401   401        401       401      401    401        401      401     401    401 401    401           401       401          401          401
  centralist     403   403        403       403      403    403        403      403     403    403 403    403           403       403          403          403
  supervisor     200   200        200       200      200    200        200      200     200    200 409    404           404       404          404          404
  oov-officer    403   403        403       403      403    403        403      403     403    403 403    403           403       403          403          403
  griffier       403   403        403       403      403    403        403      403     403    403 403    403           403       403          403          403
  secretary      403   403        403       403      403    403        403      403     403    403 403    403           403       403          403          403
  manager        403   403        403       403      403    403        403      403     403    403 403    403           403       403          403          403
  holder         403   403        403       403      403    403        403      403     403    403 403    403           403       403          403          403
  carer          403   403        403       403      403    403        403      403     403    403 403    403           403       403          403          403
  administrator  403   403        403       403      403    403        403      403     403    403 403    403           403       403          403          403
  supplier       403   403        403       403      403    403        403      403     403    403 403    403           403       403          403          403
  auditor        200   200        200       403      403    403        403      403     403    403 403    403           403       403          403          404
`;

/**
 * The same of a centre's people. Who is asked about was invited and has not come in: there is nothing to suspend, and
 * nobody's second step is lost. An officer sees nobody of the centre itself.
 */
const peopleTable = `
                 people places person invite invite-again alter suspend restore let-go log-out paper invite-back helpable reset-ask reset-approve reset-back their-person their-invite-again their-invite-back their-alter their-suspend their-restore their-let-go their-log-out their-paper their-reset-ask their-reset-approve their-reset-back
  nobody         401    401    401    401    401          401   401     401     401    401     401   401         401      401       401           401        401          401                401               401         401           401           401          401           401         401             401                 401
  centralist     403    403    403    403    403          403   403     403     403    403     403   403         403      403       403           403        403          403                403               403         403           403           403          403           403         403             403                 403
  supervisor     403    403    403    403    403          403   403     403     403    403     403   403         200      409       409           409        403          403                403               403         403           403           403          403           403         404             404                 404
  oov-officer    403    403    403    403    403          403   403     403     403    403     403   403         200      404       404           404        403          403                403               403         403           403           403          403           403         404             404                 404
  griffier       403    403    403    403    403          403   403     403     403    403     403   403         403      403       403           403        403          403                403               403         403           403           403          403           403         403             403                 403
  secretary      403    403    403    403    403          403   403     403     403    403     403   403         403      403       403           403        403          403                403               403         403           403           403          403           403         403             403                 403
  manager        403    403    403    403    403          403   403     403     403    403     403   403         403      403       403           403        403          403                403               403         403           403           403          403           403         403             403                 403
  holder         403    403    403    403    403          403   403     403     403    403     403   403         403      403       403           403        403          403                403               403         403           403           403          403           403         403             403                 403
  carer          403    403    403    403    403          403   403     403     403    403     403   403         403      403       403           403        403          403                403               403         403           403           403          403           403         403             403                 403
  administrator  200    200    200    200    200          409   409     409     409    409     200   200         200      409       409           409        404          404                404               404         404           404           404          404           404         404             404                 404
  supplier       403    403    403    403    403          403   403     403     403    403     403   403         403      403       403           403        403          403                403               403         403           403           403          403           403         403             403                 403
  auditor        403    403    403    403    403          403   403     403     403    403     403   403         403      403       403           403        403          403                403               403         403           403           403          403           403         403             403                 403
`;

/** The same of work accounts, where no centre has a provider of any: whom each may ask to be sent to is 404. */
const workTable = `
                  languages work-by work-in work work-link work-drop work-look
  nobody          200       200     404     401  401       401       401
  centralist      200       200     404     200  404       200       403
  supervisor      200       200     404     200  404       200       403
  oov-officer     200       200     404     200  404       200       403
  griffier        200       200     404     200  404       200       403
  secretary       200       200     404     200  404       200       403
  manager         200       200     404     200  404       200       403
  holder          200       200     404     200  404       200       403
  carer           200       200     404     200  404       200       403
  administrator   200       200     404     200  404       200       200
  supplier        200       200     404     200  404       200       403
  auditor         200       200     404     200  404       200       403
`;

/**
 * The same of the register and the pool. Nothing is changed: what is asked is somebody else's already, or is worn, or of
 * no loan that there is.
 */
const buttonTable = `
                buttons button button-add button-alter button-key button-aside button-retire button-missing button-test lend take-back term talk lent calendar button-csv sheet their-sheet read-in read-in-on read-in-drop persons-in persons-in-on persons-in-drop their-button their-button-alter their-button-key their-button-aside their-button-retire their-button-missing their-button-test their-lend their-take-back their-term their-talk
  nobody        401     401    401        401          401        401          401           401            401         401  401       401  401  401  401      401        401   401         401     401        401          401        401           401             401          401                401              401                401                 401                  401               401        401             401        401
  centralist    403     403    403        403          403        403          403           403            403         403  403       403  403  403  403      403        403   403         403     403        403          403        403           403             403          403                403              403                403                 403                  403               403        403             403        403
  supervisor    200     200    403        403          403        403          403           200            200         409  409       409  409  200  200      200        404   404         403     403        403          409        404           404             404          403                403              403                403                 404                  404               404        404             404        404
  oov-officer   200     200    403        403          403        403          403           200            200         409  409       409  409  200  200      200        404   404         403     403        403          409        404           404             404          403                403              403                403                 404                  404               404        404             404        404
  griffier      403     403    403        403          403        403          403           403            403         403  403       403  403  403  403      403        403   403         403     403        403          403        403           403             403          403                403              403                403                 403                  403               403        403             403        403
  secretary     403     403    403        403          403        403          403           403            403         403  403       403  403  403  403      403        403   403         403     403        403          403        403           403             403          403                403              403                403                 403                  403               403        403             403        403
  manager       403     403    403        403          403        403          403           403            403         403  403       403  403  403  403      403        403   403         403     403        403          403        403           403             403          403                403              403                403                 403                  403               403        403             403        403
  holder        403     403    403        403          403        403          403           403            403         403  403       403  403  403  403      403        403   403         403     403        403          403        403           403             403          403                403              403                403                 403                  403               403        403             403        403
  carer         403     403    403        403          403        403          403           403            403         403  403       403  403  403  403      403        403   403         403     403        403          403        403           403             403          403                403              403                403                 403                  403               403        403             403        403
  administrator 200     200    409        409          409        409          409           403            403         403  403       403  403  403  403      403        403   403         409     404        404          403        403           403             404          404                404              404                404                 403                  403               403        403             403        403
  supplier      200     200    403        403          403        403          403           403            403         403  403       403  403  403  403      403        403   403         403     403        403          403        403           403             404          403                403              403                403                 403                  403               403        403             403        403
  auditor       403     403    403        403          403        403          403           403            403         403  403       403  403  403  403      403        403   403         403     403        403          403        403           403             403          403                403              403                403                 403                  403               403        403             403        403
`;

const cells = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
export const fileRows = cells(fileTable);
export const policeRows = cells(policeTable);
export const customerRows = cells(customerTable);
export const planRows = cells(planTable);
export const personRows = cells(personTable);
export const buttonRows = cells(buttonTable);
export const programRows = cells(programTable);
export const workRows = cells(workTable);
export const peopleRows = cells(peopleTable);
export const settingRows = cells(settingTable);
export const profileRows = cells(profileTable);
export const auditRows = cells(auditTable);
const [first, ...further] = [
  cells(table),
  fileRows,
  policeRows,
  customerRows,
  planRows,
  personRows,
  buttonRows,
  programRows,
  workRows,
  peopleRows,
  settingRows,
  profileRows,
  auditRows,
];
export const [names, ...rows] = first.map((row, index) => [
  ...row,
  // What stands first in a row is the role's name; over the columns stands nothing there.
  ...further.flatMap((more) => more[index]!.slice(index === 0 ? 0 : 1)),
]);
