import { SimulatorPage } from '@/features/simulator/pages/SimulatorPage';

export default function Page() {
  return <SimulatorPage />;
}
