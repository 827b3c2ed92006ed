import { routesFor } from '../../http/routes';
import { applyForCase } from './apply-for-case';
import { approveCase, cancelCase, declineCase, handOverReplacement, refundInstead } from './decide-case';
import { getCase, getCaseForStaff, listCases, listCasesForStaff } from './read-cases';
import { findReturn, receiveReturn } from './receive-return';
import { showOptions } from './show-options';

export const routes = routesFor('aftersale', {
  'aftersale.options': showOptions,
  'aftersale.apply': applyForCase,
  'aftersale.list': listCases,
  'aftersale.get': getCase,
  'aftersale.cancel': cancelCase,
  'aftersale.listForStaff': listCasesForStaff,
  'aftersale.getForStaff': getCaseForStaff,
  'aftersale.approve': approveCase,
  'aftersale.decline': declineCase,
  'aftersale.findReturn': findReturn,
  'aftersale.receiveReturn': receiveReturn,
  'aftersale.handOverReplacement': handOverReplacement,
  'aftersale.refundInstead': refundInstead,
});
