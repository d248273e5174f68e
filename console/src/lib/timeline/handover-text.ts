// The timeline's words for the handover: what the police were told and said, who telephoned, which words
// were heard, and how far the plan is.
import type { EventOf } from '@achterwacht/shared/alarm/rule.ts';
import { m } from '../paraglide/messages.js';
import { clockTime } from '../time/format.ts';
import {
  callResultWords,
  channelWords,
  handoverClassWords,
  outcomeWords,
  policeStatusWords,
  scriptFieldWords,
  wordResultWords,
} from '../words.ts';

type HandoverEvent = EventOf<
  | 'HandoverPrepared'
  | 'PoliceCallStarted'
  | 'PoliceCallEnded'
  | 'HandoverSent'
  | 'NoticeSettled'
  | 'HandoverConfirmed'
  | 'UpgradeSent'
  | 'UpgradeConfirmed'
  | 'HandoverDeclined'
  | 'PoliceStatusReported'
  | 'PoliceStatusWithdrawn'
  | 'PoliceMessageAdded'
  | 'ReadBackTicked'
  | 'ReadBackOutdated'
  | 'SituationEntered'
  | 'LinkShared'
  | 'LinkRevoked'
  | 'LinkViewed'
  | 'ClosingProposed'
  | 'CallerJoined'
  | 'CallerLeft'
  | 'RolesSwapped'
  | 'WordChecked'
  | 'CallingAllowed'
  | 'CallAttempted'
  | 'StepCompleted'
  | 'StepSkipped'
>;

export function handoverText(event: HandoverEvent): string {
  switch (event.type) {
    case 'HandoverPrepared':
      return event.data.by ? m.event_handover_prepared() : m.event_handover_prepared_itself();
    case 'PoliceCallStarted':
      return m.event_police_call_started({ class: handoverClassWords[event.data.class]() });
    case 'PoliceCallEnded':
      return m.event_police_call_ended();
    case 'HandoverSent':
      // Nothing went: it stands before the name of who took it down, or for another number of the same room.
      if (event.data.channel === 'telephone' && !event.data.withData)
        return m.event_handover_told({ class: handoverClassWords[event.data.class]() });
      return m.event_handover_sent({
        class: handoverClassWords[event.data.class](),
        channel: event.data.withData
          ? m.event_handover_with_data()
          : channelWords[event.data.channel](),
      });
    case 'NoticeSettled':
      return event.data.status === 'taken' ? m.event_notice_taken() : m.event_notice_withheld();
    case 'HandoverConfirmed':
      return m.event_handover_confirmed({
        operator: event.data.policeOperator,
        number: event.data.incidentNumber,
      });
    case 'UpgradeSent':
      return m.event_upgrade_sent();
    case 'UpgradeConfirmed':
      return m.event_upgrade_confirmed({ operator: event.personal?.policeOperator ?? '…' });
    case 'HandoverDeclined':
      return event.data.otherResponder === undefined
        ? m.event_handover_declined()
        : m.event_handover_to_other({ name: event.data.otherResponder });
    case 'PoliceStatusReported': {
      const { status, statedAt, operator, via } = event.data;
      const details = { status: policeStatusWords[status](), at: clockTime(statedAt), operator };
      return via === 'link'
        ? m.event_police_by_link(details)
        : m.event_police_by_telephone(details);
    }
    case 'PoliceStatusWithdrawn':
      return m.event_police_withdrawn();
    case 'PoliceMessageAdded':
      return messageText(event.data);
    case 'ReadBackTicked':
      return event.data.on
        ? m.event_read_back({ field: scriptFieldWords[event.data.field]() })
        : m.event_read_back_undone({ field: scriptFieldWords[event.data.field]() });
    case 'ReadBackOutdated':
      return m.event_read_back_outdated({
        fields: event.data.fields.map((field) => scriptFieldWords[field]()).join(', '),
      });
    case 'SituationEntered':
      return m.event_situation();
    case 'LinkShared':
      return m.event_link_shared({ until: clockTime(event.data.until) });
    case 'LinkRevoked':
      return m.event_link_revoked();
    case 'LinkViewed':
      return m.event_link_viewed();
    case 'ClosingProposed':
      return m.event_closing_proposed({ outcome: outcomeWords[event.data.outcome]() });
    case 'CallerJoined':
      return m.event_caller_joined();
    case 'CallerLeft':
      return event.data.why === 'desk-lost'
        ? m.event_caller_lost({ name: event.data.by.name })
        : m.event_caller_left();
    case 'RolesSwapped':
      return m.event_roles_swapped({
        owner: event.data.owner.name,
        caller: event.data.caller.name,
      });
    case 'WordChecked':
      return m.event_word_checked({ result: wordResultWords[event.data.result]() });
    case 'CallingAllowed':
      return m.event_calling_allowed();
    case 'CallAttempted': {
      const { contactId, round, result } = event.data;
      const details = { round, result: callResultWords[result]() };
      return contactId === null ? m.event_called_holder(details) : m.event_called(details);
    }
    case 'StepCompleted':
      return m.event_step_completed();
    case 'StepSkipped':
      return m.event_step_skipped();
  }
}

function messageText({
  why,
  operator,
}: Extract<HandoverEvent, { type: 'PoliceMessageAdded' }>['data']): string {
  switch (why) {
    case 'further':
      return m.event_police_message();
    case 'possibly-false':
      return m.event_police_possibly_false();
    case 'from-police':
      return m.event_police_says({ operator: operator ?? '' });
  }
}
